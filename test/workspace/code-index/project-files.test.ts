import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFiles } from "../../../src/workspace/code-index/project-files.ts";
import { bareApp } from "../../gates/fixture-app.ts";

const files = {
  ".gitignore": "# made\nnode_modules\n/dist\n*.log\n!keep.log\nlocal/\n",
  "a.log": "",
  "keep.log": "",
  "dist/a.js": "",
  "docs/dist/a.md": "",
  "local/b.ts": "",
  "src/.gitignore": "made.ts\n",
  "src/made.ts": "",
  "src/z.ts": "",
  "src/node_modules/x/index.js": "",
};

const committed = [
  ".gitignore",
  "docs/dist/a.md",
  "keep.log",
  "package.json",
  "src/.gitignore",
  "src/z.ts",
];

test("a folder without a repository is read as git would read it", async () => {
  const root = await bareApp(files);
  expect(await projectFiles(root)).toEqual(committed);
  execFileSync("git", ["init", "-q"], { cwd: root });
  expect(await projectFiles(root)).toEqual(committed);
});

test("what git knows is there although it is ignored, and what was removed is not", async () => {
  const root = await bareApp(files);
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["add", "-f", "a.log", "keep.log"], { cwd: root });
  await rm(join(root, "keep.log"));
  const found = await projectFiles(root);
  expect(found).toContain("a.log");
  expect(found).not.toContain("keep.log");
});

test("a folder inside a repository is read by the rules of the whole, unless they ignore it", async () => {
  const root = await bareApp({
    ".gitignore": ".env\n/made\n",
    "packages/a/.env": "A=1\n",
    "packages/a/b.ts": "",
    "made/c.ts": "",
  });
  execFileSync("git", ["init", "-q"], { cwd: root });
  const list = (path: string) => projectFiles(join(root, path), { looksAbove: true });
  expect(await list("packages/a")).toEqual(["b.ts"]);
  expect(await list("made")).toEqual(["c.ts"]);
  // An app of ours looks the same wherever it lies.
  expect(await projectFiles(join(root, "packages", "a"))).toEqual([".env", "b.ts"]);
});
