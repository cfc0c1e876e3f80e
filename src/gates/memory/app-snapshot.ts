import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";

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

interface Hashed {
  /** Changes with every write, also one that puts size and time of change back. */
  readonly stamp: string;
  readonly hash: string;
}

/** Hashes the files of apps; a file that was not written since it was hashed last is not read again. */
export class AppSnapshots {
  readonly #known = new Map<string, Hashed>();

  /** Null for an app with links or other special files: where they lead, we do not see what changes. */
  async take(root: string): Promise<AppSnapshot | null> {
    const paths = await listFiles(root);
    if (paths === null) return null;
    const hashes = await Promise.all(
      paths.map(async (path) => [path, await this.#hash(join(root, path))] as const),
    );
    return new Map(hashes);
  }

  async #hash(file: string): Promise<string> {
    const before = await stampOf(file);
    const known = this.#known.get(file);
    if (known?.stamp === before) return known.hash;
    const hash = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    this.#known.set(file, { stamp: before, hash });
    return hash;
  }
}

async function stampOf(file: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await lstat(file, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(" ");
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
