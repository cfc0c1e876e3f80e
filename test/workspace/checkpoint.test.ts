import { execFileSync } from "node:child_process";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { InputError, UnavailableError } from "../../src/core/errors.ts";
import { applyChangeSet } from "../../src/workspace/apply-change-set.ts";
import { claimFolder } from "../../src/workspace/claim-folder.ts";
import { createCheckpoint } from "../../src/workspace/create-checkpoint.ts";
import { headCheckpoint } from "../../src/workspace/head-checkpoint.ts";
import { rollbackTo } from "../../src/workspace/rollback-to.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { readFiles, writeFiles } from "./app-folder.ts";

const folder = await temporaryFolder();

afterEach(() => vi.unstubAllEnvs());

const git = (root: string, ...args: string[]) =>
  execFileSync("git", ["-C", root, ...args], { encoding: "utf8" }).trimEnd();

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  const changes = Object.entries(files).map(([path, content]) => ({
    kind: "write" as const,
    path,
    content,
  }));
  await applyChangeSet(root, { changes });
}

const checkpoint = (root: string, phase: number) =>
  createCheckpoint(root, { phase, message: `Phase ${phase}: things`, database: `00${phase}` });

test("every phase is a commit by us on main, in a repository of the app's own", async () => {
  const outer = join(folder, "outer");
  await mkdir(outer);
  git(outer, "init", "--quiet");
  const root = join(outer, "app");
  await write(root, { "a.ts": "1", ".gitignore": "ignored\n", ".megamind/plan.json": "{}" });
  await writeFiles(root, { "ignored/x": "", "node_modules/x/index.js": "" });
  const first = await checkpoint(root, 1);
  await write(root, { "a.ts": "2" });
  const second = await checkpoint(root, 2);

  expect(first).toEqual({
    phase: 1,
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    database: "001",
  });
  expect(await headCheckpoint(root, { phase: 2, database: "002" })).toEqual(second);
  expect(git(root, "log", "--format=%s|%an|%ae|%cn|%D")).toBe(
    "Phase 2: things|Mega Mind|megamind@localhost|Mega Mind|HEAD -> main\n" +
      "Phase 1: things|Mega Mind|megamind@localhost|Mega Mind|",
  );
  expect(git(root, "ls-files").split("\n")).toEqual([".gitignore", ".megamind/plan.json", "a.ts"]);
  expect(git(root, "status", "--porcelain")).toBe("");
  expect(git(outer, "status", "--porcelain")).toBe("?? app/");
});

test("nothing changed: no new commit", async () => {
  const root = join(folder, "same");
  await write(root, { "a.ts": "1" });
  const first = await checkpoint(root, 1);
  await write(root, { "a.ts": "1" });
  expect((await checkpoint(root, 2)).commit).toBe(first.commit);
});

test("hooks, signing, ignore lists and variables of the user have no say", async () => {
  const home = join(folder, "home");
  const hooks = join(home, "hooks");
  await writeFiles(home, { ignore: "*.ts\n" });
  await mkdir(hooks);
  await writeFile(join(hooks, "pre-commit"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  await writeFile(
    join(home, ".gitconfig"),
    `[commit]\n\tgpgsign = true\n[user]\n\tsigningkey = none\n[core]\n\thooksPath = ${hooks}\n\texcludesFile = ${join(home, "ignore")}\n\tautocrlf = true\n`,
  );
  vi.stubEnv("HOME", home);
  vi.stubEnv("XDG_CONFIG_HOME", home);
  vi.stubEnv("GIT_DIR", join(home, "nowhere"));
  vi.stubEnv("GIT_AUTHOR_NAME", "Somebody Else");
  const root = join(folder, "configured");
  await write(root, { "a.ts": "line\n" });
  await checkpoint(root, 1);
  vi.unstubAllEnvs();
  expect(git(root, "ls-files", "--eol")).toMatch(/^i\/lf +w\/lf .*a\.ts$/);
  expect(git(root, "log", "--format=%an")).toBe("Mega Mind");
});

test("a failed first phase leaves neither the folder nor the parents made for it", async () => {
  const root = join(folder, "new", "nested");
  await write(root, { "a.ts": "1" });
  await writeFiles(root, { "node_modules/x/index.js": "", "dist/index.html": "" });
  await rollbackTo(root, null);
  expect(await readdir(folder)).not.toContain("new");
});

test("a failed first phase leaves an empty folder where there was one", async () => {
  const root = join(folder, "was-empty");
  await mkdir(root);
  await write(root, { "a.ts": "1" });
  await rollbackTo(root, null);
  expect(await readdir(root)).toEqual([]);
});

test("a failed later phase returns to the checkpoint and leaves the user's own files alone", async () => {
  const root = join(folder, "later");
  await write(root, { "a.ts": "1", "b.ts": "1", ".megamind/plan.json": "{}" });
  const first = await checkpoint(root, 1);
  await writeFiles(root, { "notes.txt": "mine", "node_modules/x/index.js": "" });
  const before = await readFiles(root);
  await applyChangeSet(root, {
    changes: [
      { kind: "write", path: "a.ts", content: "2" },
      { kind: "delete", path: "b.ts" },
      { kind: "write", path: "c/d.ts", content: "2" },
    ],
  });
  await rollbackTo(root, first);
  expect(await readFiles(root)).toEqual(before);
  expect((await readdir(root)).toSorted()).toEqual([
    ".git",
    ".megamind",
    "a.ts",
    "b.ts",
    "node_modules",
    "notes.txt",
  ]);
  expect(git(root, "status", "--porcelain")).toBe("?? notes.txt");
  expect(await claimFolder(root)).toEqual({ kind: "ours" });
});

test("an earlier checkpoint can be returned to, unless the user's own changes would be lost", async () => {
  const root = join(folder, "earlier");
  await write(root, { "a.ts": "1" });
  const first = await checkpoint(root, 1);
  await write(root, { "a.ts": "2", "b.ts": "2" });
  const second = await checkpoint(root, 2);
  await writeFile(join(root, "a.ts"), "edited by hand");
  await expect(rollbackTo(root, first)).rejects.toBeInstanceOf(InputError);
  expect(await readFiles(root)).toEqual({ "a.ts": "edited by hand", "b.ts": "2" });
  expect((await headCheckpoint(root, { phase: 2, database: "002" }))?.commit).toBe(second.commit);

  await writeFile(join(root, "a.ts"), "2");
  await rollbackTo(root, first);
  expect(await readFiles(root)).toEqual({ "a.ts": "1" });
});

test("a folder without a repository has no checkpoint, and a roll back that has nothing to undo does nothing", async () => {
  const root = join(folder, "plain");
  await writeFiles(root, { "a.ts": "mine" });
  expect(await headCheckpoint(root, { phase: 1, database: null })).toBeNull();
  await rollbackTo(root, null);
  await rollbackTo(join(folder, "not-there"), null);
  expect(await readFiles(root)).toEqual({ "a.ts": "mine" });
});

test("an earlier build whose commit came through is not undone by the journal it left", async () => {
  const root = join(folder, "committed");
  await write(root, { "a.ts": "1", ".megamind/plan.json": "{}" });
  await rm(join(folder, "journal"), { recursive: true, force: true });
  const unfinished = join(root, ".megamind", "cache", "unfinished");
  execFileSync("cp", ["-r", unfinished, join(folder, "journal")]);
  await checkpoint(root, 1);
  await mkdir(join(root, ".megamind", "cache"), { recursive: true });
  execFileSync("cp", ["-r", join(folder, "journal"), unfinished]);
  expect(await claimFolder(root)).toEqual({ kind: "ours" });
  expect(await readFiles(root)).toEqual({ ".megamind/plan.json": "{}", "a.ts": "1" });
});

test("without git nothing is written, and the message says how to get it", async () => {
  const bin = join(folder, "bin");
  await mkdir(bin);
  await symlink(process.execPath, join(bin, "node"));
  vi.stubEnv("PATH", bin);
  const root = join(folder, "no-git");
  const refused = await write(root, { "a.ts": "1" }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnavailableError);
  expect(refused).toMatchObject({ nextSteps: [expect.stringContaining("apt-get install git")] });
  expect(await readdir(folder)).not.toContain("no-git");
});

test("git that refuses is reported with its own words", async () => {
  const root = join(folder, "locked");
  await write(root, { "a.ts": "1" });
  await checkpoint(root, 1);
  await write(root, { "a.ts": "2" });
  await writeFile(join(root, ".git", "index.lock"), "");
  await expect(checkpoint(root, 2)).rejects.toThrow(/git add failed .*index\.lock/);
});
