import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { PreparedImage, PreparedState } from "./database.ts";
import { writeWhole } from "./stored-files.ts";

const KEPT = 3;
const CHECKSUM_BYTES = 4;

/** A module beside the one that names it. Packages are known by the lock file. */
const NEARBY_MODULE = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * The image that new databases of this app start from, so that migrations and seeds run once and not at every start.
 * It serves for the day on which it was made: seeds count from today, and what they have written should look
 * recent, a few hours old at most. Any change in what it is made of, see `imageKey`, makes another one.
 * Databases that are kept run migrations and seeds themselves, as what is in them stays.
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

/**
 * Names what a new database is made of: everything in `supabase` and in `dev` but tests, what the code there loads from
 * elsewhere in the app, the versions of all packages, and the day.
 */
async function imageKey(root: string, now: Date): Promise<string> {
  const files = new Map<string, Buffer>();
  const add = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const content = await readFile(path).catch(() => null);
    if (!content || files.has(path)) return;
    files.set(path, content);
    if (/\.[cm]?[jt]s$/.test(path)) await Promise.all(loadedBy(path, content).map(add));
  };
  const known = ["supabase", "dev"].map((name) => filesBelow(join(root, name)));
  await Promise.all((await Promise.all(known)).flat().map(add));
  await add(join(root, "package-lock.json"));
  // What is installed, which the lock file need not have come to.
  await add(join(root, "node_modules/@supabase/lite/package.json"));

  const hash = createHash("sha256");
  // Seeds may count days here or in universal time.
  hash.update(JSON.stringify([now.toDateString(), now.toISOString().slice(0, 10)]));
  for (const [path, content] of [...files].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(JSON.stringify([relative(root, path), content.length])).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function loadedBy(path: string, content: Buffer): string[] {
  const names = content.toString().matchAll(NEARBY_MODULE);
  return [...names].map(([, name = ""]) => join(dirname(path), name));
}
