import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Relative path -> SHA-256 of every file below the folder, but for the given top-level names. */
export async function folderContents(
  root: string,
  leftOut: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !leftOut.includes(path.split("/")[0] ?? ""))
    .toSorted();
  const hashes = files.map(async (path): Promise<[string, string]> => [
    path,
    createHash("sha256")
      .update(await readFile(join(root, path)))
      .digest("hex"),
  ]);
  return new Map(await Promise.all(hashes));
}
