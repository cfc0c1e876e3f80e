import { createHash, randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { compareText } from "../core/compare-text.ts";
import type { Catalog } from "./catalog.ts";

interface Remembered {
  readonly fingerprint: string;
  readonly catalog: Catalog;
}

/**
 * The sound catalog of a templates folder, as it was read and checked last: it is kept below the cache folder until a
 * file of the templates, or of the code that reads them, changes in size or time. Reading and checking takes 0.15 s.
 * @throws InputError with all diagnostics when a blueprint or archetype is broken.
 */
export async function rememberCatalog(
  templatesFolder: string,
  cacheFolder: string,
): Promise<Catalog> {
  const folder = resolve(templatesFolder);
  const fingerprint = await fingerprintOf([folder, import.meta.dirname, specFolder]);
  if (fingerprint === null) return readAnew(folder);
  const file = join(cacheFolder, "catalog", `${hashOf(folder).slice(0, 16)}.bin`);
  const known = await readRemembered(file);
  if (known?.fingerprint === fingerprint) return known.catalog;
  const catalog = await readAnew(folder);
  await keep(file, { fingerprint, catalog });
  return catalog;
}

async function readAnew(folder: string): Promise<Catalog> {
  const { loadSoundCatalog } = await import("./load-catalog.ts");
  return loadSoundCatalog(folder);
}

const specFolder = join(import.meta.dirname, "..", "spec");

/** Names, sizes and times of all files below the folders; null when one is missing or holds links, which lead elsewhere. */
async function fingerprintOf(folders: readonly string[]): Promise<string | null> {
  const listed = await Promise.all(folders.map(listFiles));
  return listed.includes(null) ? null : hashOf(listed.flat().join("\n"));
}

async function listFiles(folder: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    if (entries.some((entry) => entry.isSymbolicLink())) return null;
    const files = entries.filter((entry) => entry.isFile());
    const lines = files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const { size, mtimeNs } = await lstat(path, { bigint: true });
      return `${path} ${size} ${mtimeNs}`;
    });
    return (await Promise.all(lines)).toSorted(compareText);
  } catch {
    // Whoever reads the folder itself says what is wrong with it.
    return null;
  }
}

/** Null for what is not there, and for what another version or a full disk left behind. */
async function readRemembered(file: string): Promise<Remembered | null> {
  try {
    const remembered: Remembered = deserialize(await readFile(file));
    return remembered;
  } catch {
    return null;
  }
}

/** A cache folder that cannot be written to costs time at the next start, and nothing else. */
async function keep(file: string, remembered: Remembered): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, serialize(remembered), { flag: "wx" });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
