import { mkdir, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** A cache folder with the packages and database images of the user's own, and nothing else: no reply of a model. */
export async function sharedCache(): Promise<string> {
  const users = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "megamind");
  const folder = await temporaryFolder();
  for (const name of ["kits", "database"]) {
    await mkdir(join(users, name), { recursive: true });
    await symlink(join(users, name), join(folder, name));
  }
  return folder;
}
