import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import { projectFiles } from "../../workspace/code-index/project-files.ts";

export interface ScannedFile {
  readonly path: string;
  readonly text: string;
  /** Whether it is of the production build, which everybody can read. */
  readonly isBuilt: boolean;
}

export interface ScannedFiles {
  readonly files: readonly ScannedFile[];
  /** Texts that are too large to be read. */
  readonly tooLarge: readonly string[];
}

/** Pictures, films, fonts and archives: what is not text is not read. */
const notText =
  /\.(?:png|jpe?g|gif|webp|avif|ico|mp[34]|webm|mov|ogg|wav|woff2?|ttf|otf|eot|pdf|zip|gz|tgz|br|wasm|node|sqlite|lockb)$/i;

/** Bytes. A bundle of this size has other problems. */
const largest = 5_000_000;

/** All that git would commit, and all of the production build. */
export async function scannedFiles(root: string): Promise<ScannedFiles> {
  const committed = (await projectFiles(root)).map((path) => ({ path, isBuilt: false }));
  const known = new Set(committed.map(({ path }) => path));
  const built = (await builtFiles(root))
    .filter((path) => !known.has(path))
    .map((path) => ({ path, isBuilt: true }));
  const tooLarge: string[] = [];
  const files: ScannedFile[] = [];
  for (const { path, isBuilt } of [...committed, ...built]) {
    if (notText.test(path)) continue;
    const size = await stat(join(root, path)).then(
      (entry) => (entry.isFile() ? entry.size : 0),
      () => 0,
    );
    if (size > largest) tooLarge.push(path);
    if (size === 0 || size > largest) continue;
    const text = await readFile(join(root, path), "utf8").catch(() => "");
    if (!text.slice(0, 8_000).includes("\0")) files.push({ path, text, isBuilt });
  }
  return { files, tooLarge };
}

async function builtFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, "dist"), { recursive: true }).catch(() => []);
  return entries.map((entry) => `dist/${entry.replaceAll("\\", "/")}`).toSorted(compareText);
}
