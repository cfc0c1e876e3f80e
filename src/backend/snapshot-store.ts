import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { UnavailableError } from "../core/errors.ts";

/** A tar reader ignores what comes after the archive, so the file stays a plain tar with this footer: magic, CRC-32, length. */
const magic = Buffer.from("MMDB");
const footerBytes = 16;
/** A temporary file this old, in milliseconds, belongs to a process that was killed while writing. */
const abandonedAfterMs = 60 * 60 * 1000;

export type SnapshotRead =
  | { readonly kind: "found"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "missing" }
  | { readonly kind: "corrupt" };

function footerFor(bytes: Uint8Array): Buffer {
  const footer = Buffer.alloc(footerBytes);
  magic.copy(footer);
  footer.writeUInt32LE(crc32(bytes), 4);
  footer.writeBigUInt64LE(BigInt(bytes.length), 8);
  return footer;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOENT" || error.code === "ENOTDIR")
  );
}

/** Reads a snapshot and checks every byte of it. Throws `UnavailableError` when the file exists but cannot be read. */
export async function readSnapshot(path: string): Promise<SnapshotRead> {
  let file: Buffer<ArrayBuffer>;
  try {
    file = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return { kind: "missing" };
    throw new UnavailableError(`The database snapshot ${path} cannot be read: ${String(error)}.`, {
      nextSteps: ["Make the cache folder readable, or remove the file."],
      cause: error,
    });
  }
  if (file.length < footerBytes) return { kind: "corrupt" };
  const bytes = file.subarray(0, file.length - footerBytes);
  const intact = footerFor(bytes).equals(file.subarray(file.length - footerBytes));
  return intact ? { kind: "found", bytes } : { kind: "corrupt" };
}

/** Writes a snapshot so that readers see the whole file or none, however many processes write it at once. */
export async function writeSnapshot(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writev([bytes, footerFor(bytes)]);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes a snapshot that turned out to be unusable; one that is gone already is fine. */
export async function removeSnapshot(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function removeAbandoned(folder: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".tmp")) continue;
    const path = join(folder, name);
    try {
      if (now - (await stat(path)).mtimeMs > abandonedAfterMs) await rm(path, { force: true });
    } catch (error) {
      // Another process may have renamed or removed it meanwhile.
      if (!isMissing(error)) throw error;
    }
  }
}
