import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { imageKey } from "./image-key.ts";

/** A database that nobody has used yet, with migrations and seeds in it, and the files that the seeds have stored. */
export type PreparedState = {
  /** What `dumpDataDir` gives, not compressed. */
  readonly database: Uint8Array<ArrayBuffer>;
  readonly files: ReadonlyMap<string, Uint8Array>;
};

export type PreparedImage = {
  /** Null when there is none, or none that is whole; that one is thrown away. */
  readonly read: () => Promise<PreparedState | null>;
  /** Keeps it for the next start, unless something that decides about it has changed since the image was asked for. */
  readonly write: (state: PreparedState) => Promise<void>;
  readonly discard: () => Promise<void>;
};

const KEPT = 3;
const CHECKSUM_BYTES = 4;

/**
 * The image that new databases of this app start from, so that migrations and seeds run once and not at every start.
 * It serves for the day on which it was made: seeds count from today, and what they have written should look
 * recent, a few hours old at most. Any change in what it is made of, see `imageKey`, makes another one.
 */
export function preparedImage(root: string, now: () => Date = () => new Date()): PreparedImage {
  const keyNow = () => imageKey(root, now());
  let asked: Promise<string> | null = null;
  const find = async () => {
    asked ??= keyNow();
    return join(root, "node_modules/.cache/local-backend/prepared", await asked);
  };
  const discard = async () => rm(await find(), { force: true });
  return {
    read: async () => {
      const bytes = await readFile(await find()).catch(() => null);
      const state = bytes && decode(bytes);
      if (bytes && !state) await discard();
      return state;
    },
    write: async (state) => {
      const file = await find();
      if ((await asked) !== (await keyNow())) return;
      await writeWhole(file, encode(state));
      await removeOld(dirname(file));
    },
    discard,
  };
}

function encode(state: PreparedState): Uint8Array {
  const body = serialize(state);
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(body));
  return Buffer.concat([checksum, body]);
}

/** Null for what was cut, or damaged in another way. */
function decode(bytes: Buffer): PreparedState | null {
  if (bytes.length < CHECKSUM_BYTES) return null;
  const body = bytes.subarray(CHECKSUM_BYTES);
  if (bytes.readUInt32LE() !== crc32(body)) return null;
  return deserialize(body) as PreparedState;
}

/** Written beside and renamed, so that a process that starts meanwhile never reads half of it. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, bytes);
  await rename(part, file);
}

/** Images are read as a whole: one that is removed meanwhile is only missing for the start after. */
async function removeOld(folder: string): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const dated = await Promise.all(
    paths.map(async (path) => ({ path, time: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })),
  );
  const old = dated.toSorted((left, right) => right.time - left.time).slice(KEPT);
  for (const { path } of old) await rm(path, { force: true });
}
