import { Buffer } from "node:buffer";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";

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

/** Files that are open at the same time: systems allow a thousand. */
const atOnce = 64;

/** `listed`, which is all that git would commit, and all of the production build. */
export async function scannedFiles(root: string, listed: readonly string[]): Promise<ScannedFiles> {
  const committed = listed.map((path) => ({ path, isBuilt: false }));
  const known = new Set(listed);
  const built = (await builtFiles(root))
    .filter((path) => !known.has(path))
    .map((path) => ({ path, isBuilt: true }));
  const tooLarge: string[] = [];
  const files: ScannedFile[] = [];
  const wanted = [...committed, ...built].filter(({ path }) => !notText.test(path));
  for (let start = 0; start < wanted.length; start += atOnce) {
    const some = wanted.slice(start, start + atOnce);
    const read = await Promise.all(some.map(({ path }) => readTextFile(join(root, path))));
    for (const [at, { path, isBuilt }] of some.entries()) {
      const one = read[at] ?? null;
      if (one === "too large") tooLarge.push(path);
      else if (one !== null) files.push({ path, text: one.text, isBuilt });
    }
  }
  return { files, tooLarge };
}

/** Null for what is not there, empty, or not text. */
async function readTextFile(file: string): Promise<{ readonly text: string } | "too large" | null> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return null;
  try {
    const entry = await handle.stat();
    if (!entry.isFile() || entry.size === 0) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8_000), 0, 8_000, 0);
    if (buffer.subarray(0, bytesRead).includes(0)) return null;
    if (entry.size > largest) return "too large";
    return { text: await handle.readFile("utf8") };
  } finally {
    await handle.close();
  }
}

async function builtFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, "dist"), { recursive: true }).catch(() => []);
  return entries.map((entry) => `dist/${entry.replaceAll("\\", "/")}`).toSorted(compareText);
}
