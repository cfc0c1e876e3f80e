import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { prepareKit } from "../../src/workspace/kit.ts";

const base = join(import.meta.dirname, "..", "..", "templates", "base", "files");

/** The node_modules of generated apps, installed into the user's own kit when there is none yet. */
export async function appPackages(): Promise<string> {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const kit = await prepareKit({
    packageJson: await readFile(join(base, "package.json"), "utf8"),
    lockFile: await readFile(join(base, "package-lock.json"), "utf8"),
    cacheFolder: join(cache, "megamind"),
    signal: new AbortController().signal,
    onInstall: () => undefined,
  });
  return join(kit.folder, "node_modules");
}
