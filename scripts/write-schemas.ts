import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonSchemas } from "./json-schemas.ts";

/** Writes `schemas/` from the zod schemas in `src/spec`; a test fails while they differ. */
const folder = join(import.meta.dirname, "..", "schemas");
await mkdir(folder, { recursive: true });
for (const [name, text] of jsonSchemas()) await writeFile(join(folder, name), text);
