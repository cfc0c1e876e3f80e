import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { logOf, mergeLogs, type LessonLog } from "../../src/learning/lesson-log.ts";
import { createLessonStore } from "../../src/learning/lesson-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function told(code: string, isWon = true): LessonLog {
  const trial = { code, message: "Cannot find name 'x'.", actor: "missing-name", variant: "own" };
  return logOf({ ...trial, isWon }, { keepsCode: false });
}

async function start() {
  const folder = join(await temporaryFolder(), "data");
  const store = createLessonStore(folder);
  const files = async () => (await readdir(store.folder)).toSorted();
  return { folder, store, files };
}

const idOf = (log: LessonLog) => [...log.keys()].join("");

test("what is added is found again, in files for their owner alone", async () => {
  const { store, files } = await start();
  expect((await store.load()).log.size).toBe(0);
  await store.add(told("TS2304"));
  await store.add(told("TS2304", false));
  const { log, damaged } = await store.load();
  expect(damaged).toEqual([]);
  expect([...log]).toEqual([...mergeLogs(told("TS2304"), told("TS2304", false))]);
  expect(await files()).toEqual([`${idOf(told("TS2304"))}.json`]);
  expect((await stat(join(store.folder, (await files()).join("")))).mode & 0o777).toBe(0o600);
});

test("the same lessons are the same bytes, whoever learned them", async () => {
  const [one, other] = [await start(), await start()];
  await one.store.add(told("TS1"));
  await one.store.add(told("TS2"));
  await other.store.add(mergeLogs(told("TS2"), told("TS1")));
  for (const name of await one.files()) {
    const text = await readFile(join(one.store.folder, name), "utf8");
    expect(await readFile(join(other.store.folder, name), "utf8")).toBe(text);
  }
});

test("nothing learned leaves no folder behind", async () => {
  const { folder, store } = await start();
  await store.add(new Map());
  await expect(stat(folder)).rejects.toThrow("ENOENT");
});

test("processes that write at once lose no count", async () => {
  const { folder, store, files } = await start();
  const from = (path: string) =>
    JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../src/learning", path)).href);
  const script = `
    import { createLessonStore } from ${from("lesson-store.ts")};
    import { logOf } from ${from("lesson-log.ts")};
    const store = createLessonStore(${JSON.stringify(folder)});
    for (let index = 0; index < 25; index += 1) {
      const found = { code: "TS" + (index % 3), message: "',' expected.", actor: "a", variant: "v" };
      await store.add(logOf({ ...found, isWon: index % 2 === 0 }, { keepsCode: false }));
    }`;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  await Promise.all([run(), run(), run()]);
  const records = [...(await store.load()).log.values()].flatMap((lesson) => lesson.records);
  expect(records.reduce((sum, { wins }) => sum + wins, 0)).toBe(3 * 13);
  expect(records.reduce((sum, { losses }) => sum + losses, 0)).toBe(3 * 12);
  expect(await files()).toHaveLength(3);
});

test("a lock of a process that was killed is broken", async () => {
  const { store, files } = await start();
  await store.add(told("TS1"));
  const lock = join(store.folder, ".lock");
  await writeFile(lock, "gone");
  await utimes(lock, 1, 1);
  await store.add(told("TS1"));
  expect([...(await store.load()).log.values()][0]?.records[0]?.wins).toBe(2);
  expect(await files()).toHaveLength(1);
});

test.each(["", "{", '{"version":2}', "null", '{"version":1,"id":"000000000000"}'])(
  "a file with %j is named, counts for nothing and is left alone",
  async (text) => {
    const { store } = await start();
    await store.add(told("TS1"));
    await store.add(told("TS2"));
    const file = join(store.folder, `${idOf(told("TS1"))}.json`);
    await writeFile(file, text);
    const { log, damaged } = await store.load();
    expect([...log.keys()]).toEqual([idOf(told("TS2"))]);
    expect(damaged).toMatchObject([
      { code: "lesson-damaged", severity: "warning", message: expect.stringContaining(file) },
    ]);
    await store.add(mergeLogs(told("TS1"), told("TS2")));
    expect(await readFile(file, "utf8")).toBe(text);
    expect([...(await store.load()).log.values()][0]?.records[0]?.wins).toBe(2);
    expect(await store.forget(idOf(told("TS1")))).toBe(true);
    expect((await store.load()).damaged).toEqual([]);
  },
);

test("forgetting is complete: one, all, and what was half written", async () => {
  const { store, files } = await start();
  expect(await store.forget("000000000000")).toBe(false);
  expect(await store.forgetAll()).toBe(0);
  for (const code of ["TS1", "TS2", "TS3"]) await store.add(told(code));
  const id = idOf(told("TS1"));
  await writeFile(join(store.folder, `.${id}.left.tmp`), "{");
  await writeFile(join(store.folder, ".other.left.tmp"), "{");
  expect(await store.forget(id)).toBe(true);
  expect((await files()).filter((name) => name.includes(id))).toEqual([]);
  await store.add(told("TS1"));
  expect((await store.load()).log.get(id)?.records[0]?.wins).toBe(1);
  expect(await store.forgetAll()).toBe(3);
  expect(await files()).toEqual([]);
});

test("of more than 500 lessons those with the fewest results give way", async () => {
  const { store, files } = await start();
  await store.add(mergeLogs(told("TS1"), told("TS1")));
  const codes = Array.from({ length: 510 }, (_, index) => `TS${index + 2}`);
  await store.add(new Map(codes.flatMap((code) => [...told(code)])));
  expect(await files()).toHaveLength(500);
  expect((await store.load()).log.has(idOf(told("TS1")))).toBe(true);
});

test("a folder that cannot be used is named with what to do", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "data", "lessons"), "");
  const store = createLessonStore(join(folder, "data"));
  await expect(store.add(told("TS1"))).rejects.toMatchObject({
    name: "UnavailableError",
    nextSteps: [expect.stringContaining("--data-folder"), expect.stringContaining("--learn off")],
  });
});
