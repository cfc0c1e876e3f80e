import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PreparedState } from "./database.ts";
import { preparedImage } from "./prepared-image.ts";

const STATE: PreparedState = {
  database: new Uint8Array([1, 2, 3]),
  files: new Map([["clips/me/a.mp4", new Uint8Array([4, 5])]]),
};
const NOON = new Date(2025, 5, 1, 12);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "prepared-image-"));
  await put("supabase/migrations/1_notes.sql", "create table notes ();");
  await put("dev/rows.ts", 'import { LIMIT } from "../src/limits.ts";');
  await put("src/limits.ts", "export const LIMIT = 1;");
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function image(now = NOON) {
  return preparedImage(root, () => now);
}

async function images(): Promise<string[]> {
  const folder = join(root, "node_modules/.cache/local-backend/prepared");
  return (await readdir(folder)).map((name) => join(folder, name));
}

test("what was kept is read by the next start", async () => {
  expect(await image().read()).toBeNull();
  await image().write(STATE);
  const { database, files } = (await image().read()) ?? {};
  expect([...(database ?? [])]).toEqual([1, 2, 3]);
  expect([...(files ?? [])].map(([key, bytes]) => [key, ...bytes])).toEqual([
    ["clips/me/a.mp4", 4, 5],
  ]);
});

test.each([
  ["a changed migration", "supabase/migrations/1_notes.sql"],
  ["a new migration", "supabase/migrations/2_more.sql"],
  ["a changed seed", "dev/rows.ts"],
  ["a sample", "dev/samples/a.webp"],
  ["what a seed loads from the app", "src/limits.ts"],
  ["other packages", "package-lock.json"],
])("%s asks for another image", async (_what, path) => {
  await image().write(STATE);
  await put(path, "changed");
  expect(await image().read()).toBeNull();
});

test("tests and pages leave it as it is", async () => {
  await image().write(STATE);
  await put("dev/rows.test.ts", "changed");
  await put("src/page.tsx", "changed");
  expect(await image().read()).not.toBeNull();
});

test("it serves for one day", async () => {
  await image().write(STATE);
  expect(await image(new Date(2025, 5, 2, 12)).read()).toBeNull();
});

test("what is cut or damaged is thrown away", async () => {
  for (const damage of [(file: string) => truncate(file, 20), flipLastByte]) {
    await image().write(STATE);
    const [file = ""] = await images();
    await damage(file);
    expect(await image().read()).toBeNull();
    expect(await images()).toEqual([]);
  }
});

async function flipLastByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  await writeFile(file, bytes);
}

test("nothing is kept when a seed was changed meanwhile", async () => {
  const early = image();
  await early.read();
  await put("dev/rows.ts", "changed");
  await early.write(STATE);
  expect(await early.read()).toBeNull();
  expect(await image().read()).toBeNull();
});

test("only the newest stay", async () => {
  for (const text of ["a", "b", "c", "d", "e"]) {
    await put("dev/rows.ts", text);
    await image().write(STATE);
  }
  expect(await images()).toHaveLength(3);
  expect(await image().read()).not.toBeNull();
});
