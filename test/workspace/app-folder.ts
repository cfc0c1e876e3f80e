import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AppFiles } from "../../src/spec/change-set.ts";

/** Writes files as a person would: straight into the folder. */
export async function writeFiles(
  root: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Path -> text of all files, those of git and our own journal left out. */
export async function readFiles(root: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !/^(?:\.git|\.megamind\/cache|node_modules)\//.test(path))
    .toSorted();
  const read = paths.map(async (path) => [path, await readFile(join(root, path), "utf8")]);
  return Object.fromEntries(await Promise.all(read));
}

export function appOf(files: Readonly<Record<string, string | Uint8Array>>): AppFiles {
  return new Map(Object.entries(files));
}
