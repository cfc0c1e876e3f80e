import { tmpdir } from "node:os";
import { join } from "node:path";

/** One cache folder for all database tests, kept between runs: only the first test ever pays for initdb. */
export const sharedCacheFolder = join(tmpdir(), "megamind-test-cache");
