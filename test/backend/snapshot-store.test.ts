import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSnapshot, removeSnapshot, writeSnapshot } from "../../src/backend/snapshot-store.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "megamind-snapshots-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the snapshot store", () => {
  it("gives back what was written, through folders that do not exist yet", async () => {
    const path = join(folder, "a", "b.tar");
    await writeSnapshot(path, new Uint8Array([1, 2, 3]));
    const read = await readSnapshot(path);
    expect(read.kind === "found" && [...read.bytes]).toEqual([1, 2, 3]);
    expect(await readdir(join(folder, "a"))).toEqual(["b.tar"]);
  });

  it("says that a snapshot is missing, before it is written and after it is removed", async () => {
    const path = join(folder, "b.tar");
    expect(await readSnapshot(path)).toEqual({ kind: "missing" });
    await writeSnapshot(path, new Uint8Array([1]));
    await removeSnapshot(path);
    await removeSnapshot(path);
    expect(await readSnapshot(path)).toEqual({ kind: "missing" });
  });

  it("notices every cut and every changed bit", async () => {
    const path = join(folder, "b.tar");
    await writeSnapshot(path, new Uint8Array(64).fill(7));
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 0, max: 7 }),
        fc.boolean(),
        async (at, bit, isCut) => {
          const damaged = Buffer.from(isCut ? whole.subarray(0, at) : whole);
          if (!isCut) damaged.writeUInt8((damaged.readUInt8(at) ^ (1 << bit)) & 255, at);
          await writeFile(path, damaged);
          expect((await readSnapshot(path)).kind).toBe("corrupt");
        },
      ),
      { numRuns: 60 },
    );
  });

  it("leaves the whole file of one writer when many write at once", async () => {
    const path = join(folder, "b.tar");
    const writers = Array.from({ length: 8 }, (_, n) => new Uint8Array(100_000).fill(n));
    await Promise.all(writers.map((bytes) => writeSnapshot(path, bytes)));
    const read = await readSnapshot(path);
    expect(read.kind === "found" && new Set(read.bytes).size).toBe(1);
    expect(await readdir(folder)).toEqual(["b.tar"]);
  });

  it("clears temporary files of killed writers, but not those of writers at work", async () => {
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await writeFile(join(folder, "old.tar.1.tmp"), "");
    await utimes(join(folder, "old.tar.1.tmp"), longAgo, longAgo);
    await writeFile(join(folder, "new.tar.2.tmp"), "");
    await writeSnapshot(join(folder, "b.tar"), new Uint8Array([1]));
    expect((await readdir(folder)).sort()).toEqual(["b.tar", "new.tar.2.tmp"]);
  });
});
