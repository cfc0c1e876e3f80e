import { mkdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { watchProject, type ProjectWatch } from "../../src/workspace/watch-project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const open: ProjectWatch[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((watch) => watch.close()));
});

async function watched(files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder();
  const write = async (path: string, text: string) => {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const watch = await watchProject(root);
  open.push(watch);
  return { root, write, next: (signal = new AbortController().signal) => watch.nextChange(signal) };
}

/** Null when nothing is told within half a second. */
function soon(next: (signal: AbortSignal) => Promise<readonly string[] | null>) {
  return next(AbortSignal.timeout(500));
}

test("files that change, come and go are told together, in order", async () => {
  const { root, write, next } = await watched({ "src/b.ts": "1", "src/c.ts": "1", "a.md": "1" });
  await write("src/new/d.ts", "1");
  await write("src/b.ts", "2");
  await rm(join(root, "a.md"));
  expect(await next()).toEqual(["a.md", "src/b.ts", "src/new/d.ts"]);
  await write("src/new/d.ts", "2");
  expect(await next()).toEqual(["src/new/d.ts"]);
});

test("changes between two questions are not lost", async () => {
  const { write, next } = await watched({ "a.ts": "1" });
  await write("a.ts", "2");
  expect(await next()).toEqual(["a.ts"]);
  await write("b.ts", "1");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await next()).toEqual(["b.ts"]);
});

test("an editor that saves by way of another file changes one file", async () => {
  const { root, write, next } = await watched({ "a.ts": "1" });
  await write("a.ts~", "2");
  await rename(join(root, "a.ts~"), join(root, "a.ts"));
  expect(await next()).toEqual(["a.ts"]);
});

test("what git ignores, what packages write and what stays the same is no change", async () => {
  const { root, write, next } = await watched({ ".gitignore": "dist\n*.log\n", "a.ts": "1" });
  await write("dist/index.html", "<p>");
  await write("run.log", "1");
  await write("node_modules/left-pad/index.js", "1");
  await write(".local/database/1", "1");
  await write("a.ts", "1");
  await utimes(join(root, "a.ts"), new Date(), new Date());
  expect(await soon(next)).toBe(null);
  await write("a.ts", "2");
  expect(await next()).toEqual(["a.ts"]);
});

test("a folder below one that others would ignore is watched like any", async () => {
  const outer = await temporaryFolder();
  const root = join(outer, "node_modules", "app");
  await mkdir(root, { recursive: true });
  const watch = await watchProject(root);
  open.push(watch);
  await writeFile(join(root, "a.ts"), "1");
  expect(await watch.nextChange(new AbortController().signal)).toEqual(["a.ts"]);
});
