import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import type { FileHashes } from "../../workspace/file-hashes.ts";

/** App path -> SHA-256 of the content, in path order. */
export type AppSnapshot = ReadonlyMap<string, string>;

/** What no gate looks at: installed packages, which are known by their lock file, and what git, builds and tools keep. */
const notInputs: ReadonlySet<string> = new Set([
  ".git",
  ".local",
  ".megamind/cache",
  "dist",
  "node_modules",
]);

/**
 * The files of an app as they are now. Null for an app with links or other special files: where they lead, we do not
 * see what changes.
 */
export async function takeSnapshot(root: string, hashes: FileHashes): Promise<AppSnapshot | null> {
  const paths = await listFiles(root);
  if (paths === null) return null;
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await hashes.hashOf(join(root, path))] as const),
    ),
  );
}

async function listFiles(root: string): Promise<readonly string[] | null> {
  const found: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (notInputs.has(path)) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) found.push(path);
      else return null;
    }
  }
  return found.toSorted(compareText);
}
