import { readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { writeWhole, type PreparedImage, type PreparedState } from "./database.ts";
import { imageKey } from "./image-key.ts";

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

/** Images are read as a whole: one that is removed meanwhile is only missing for the start after. */
async function removeOld(folder: string): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const dated = await Promise.all(
    paths.map(async (path) => ({ path, time: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })),
  );
  const old = dated.toSorted((left, right) => right.time - left.time).slice(KEPT);
  for (const { path } of old) await rm(path, { force: true });
}
