import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { MemoryStore } from "../../../src/gates/memory/memory-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const onIgnored = (file: string, reason: string) => {
  throw new Error(`${file}: ${reason}`);
};

test("what was kept is read again, by another process too; what was not is null", async () => {
  const folder = join(await temporaryFolder(), "gates");
  await new MemoryStore({ folder, onIgnored }).write("a", { some: ["value"] });
  const other = new MemoryStore({ folder, onIgnored });
  expect(await other.read("a")).toEqual({ some: ["value"] });
  expect(await other.read("b")).toBeNull();
});

test("no more than the most entries are kept, and those used last stay", async () => {
  const folder = await temporaryFolder();
  const store = new MemoryStore({ folder, onIgnored, mostEntries: 8 });
  for (let count = 0; count < 8; count += 1) {
    await store.write(`old-${count}`, count);
    await wait(5);
  }
  expect(await store.read("old-0")).toBe(0);
  await wait(5);
  await store.write("new", "value");
  const names = await readdir(folder);
  expect(names).toHaveLength(6);
  expect(names).toEqual(expect.arrayContaining(["new.json", "old-0.json", "old-7.json"]));
  expect(names).not.toContain("old-1.json");
});

test("what is too long is not kept, and a folder that cannot be written to does no harm", async () => {
  const folder = await temporaryFolder();
  await new MemoryStore({ folder, onIgnored }).write("long", "x".repeat(100_000));
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, "file"), "");
  const store = new MemoryStore({ folder: join(folder, "file"), onIgnored });
  await store.write("a", 1);
  expect(await store.read("a")).toBeNull();
});
