import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ByteRange } from "./shims/byte-ranges.ts";
import { filesInFolder, filesInMemory, type FileStore } from "./stored-files.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stored-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(files: FileStore, key: string, range: ByteRange): Promise<string | undefined> {
  const body = (await files.find(key))?.read(range);
  return body && new Response(body).text();
}

describe.each<[string, () => FileStore]>([
  ["in a folder", () => filesInFolder(folder)],
  ["in memory", filesInMemory],
])("files %s", (_place, open) => {
  test("are written, read in parts, replaced and removed", async () => {
    const files = open();
    const key = "clips/me/a: b?.mp4";
    expect(await files.find(key)).toBeNull();
    await files.write(key, Buffer.from("0123456789"));
    expect((await files.find(key))?.size).toBe(10);
    expect(await read(files, key, { start: 2, end: 4 })).toBe("234");
    expect(await read(files, key, { start: 0, end: 9 })).toBe("0123456789");

    await files.write(key, Buffer.from(""));
    expect(await read(files, key, { start: 0, end: -1 })).toBe("");

    await files.remove(key);
    await files.remove(key);
    expect(await files.find(key)).toBeNull();
  });
});
