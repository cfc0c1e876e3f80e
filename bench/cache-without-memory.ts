import { mkdirSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Makes a cache folder with the user's packages and database images, and without what gates remember. */
export function cacheWithoutMemory(folder: string): string {
  const users = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "megamind");
  mkdirSync(folder, { recursive: true });
  for (const name of ["kits", "database", "compiled"]) {
    mkdirSync(join(users, name), { recursive: true });
    symlinkSync(join(users, name), join(folder, name));
  }
  return folder;
}
