import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** A module beside the one that names it. Packages are known by the lock file. */
const NEARBY_MODULE = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * Names what a new database is made of: everything in `supabase` and in `dev` but tests, what the code there loads from
 * elsewhere in the app, the versions of all packages, and the day.
 */
export async function imageKey(root: string, now: Date): Promise<string> {
  const files = new Map<string, Buffer>();
  const add = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const content = await readFile(path).catch(() => null);
    if (!content || files.has(path)) return;
    files.set(path, content);
    if (/\.[cm]?[jt]s$/.test(path)) await Promise.all(loadedBy(path, content).map(add));
  };
  const known = ["supabase", "dev"].map((name) => filesBelow(join(root, name)));
  await Promise.all((await Promise.all(known)).flat().map(add));
  await add(join(root, "package-lock.json"));
  // What is installed, which the lock file need not have come to.
  await add(join(root, "node_modules/@supabase/lite/package.json"));

  const hash = createHash("sha256");
  // Seeds may count days here or in universal time.
  hash.update(JSON.stringify([now.toDateString(), now.toISOString().slice(0, 10)]));
  for (const [path, content] of [...files].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(JSON.stringify([relative(root, path), content.length])).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function loadedBy(path: string, content: Buffer): string[] {
  const names = content.toString().matchAll(NEARBY_MODULE);
  return [...names].map(([, name = ""]) => join(dirname(path), name));
}
