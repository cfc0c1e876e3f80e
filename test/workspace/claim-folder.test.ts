import { spawnSync } from "node:child_process";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { claimFolder } from "../../src/workspace/claim-folder.ts";
import { projectRoot } from "../structure/source-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { readFiles, writeFiles } from "./app-folder.ts";

const folder = await temporaryFolder();

test("a missing folder, also below missing parents, is new and is not made", async () => {
  expect(await claimFolder(join(folder, "a", "b"))).toEqual({ kind: "new", exists: false });
  expect(await readdir(folder)).not.toContain("a");
});

test("an empty folder is new", async () => {
  const root = join(folder, "empty");
  await mkdir(root);
  expect(await claimFolder(root)).toEqual({ kind: "new", exists: true });
});

test("a folder with a plan of ours is ours", async () => {
  const root = join(folder, "ours");
  await writeFiles(root, { ".megamind/plan.json": "{}", "src/main.ts": "" });
  expect(await claimFolder(root)).toEqual({ kind: "ours" });
});

test("a folder with anything else is refused, with what to do, and stays as it is", async () => {
  const root = join(folder, "foreign");
  await writeFiles(root, { "notes.txt": "mine" });
  const refusal = await claimFolder(root).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InputError);
  expect(refusal).toMatchObject({
    message: `${root} is not empty and was not built by megamind.`,
    nextSteps: [expect.stringContaining("--out")],
  });
  expect(await readFiles(root)).toEqual({ "notes.txt": "mine" });
});

test("a file, a file among the parents and links are refused", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  await symlink(join(folder, "elsewhere"), join(folder, "link"));
  await symlink(folder, join(folder, "link-to-folder"));
  await mkdir(join(folder, "linked-record"));
  await symlink(join(folder, "ours", ".megamind"), join(folder, "linked-record", ".megamind"));
  for (const name of ["file", "file/app", "file/a/b", "link", "link-to-folder", "linked-record"]) {
    await expect(claimFolder(join(folder, name))).rejects.toBeInstanceOf(InputError);
  }
});

/** Applies a change set in a process of its own that then ends without a checkpoint, as a killed one does. */
function applyAndDie(root: string, files: Readonly<Record<string, string>>): void {
  const changes = Object.entries(files).map(([path, content]) => ({
    kind: "write",
    path,
    content,
  }));
  const program = `
    import { applyChangeSet } from ${JSON.stringify(join(projectRoot, "src/workspace/apply-change-set.ts"))};
    await applyChangeSet(${JSON.stringify(root)}, ${JSON.stringify({ changes })});
    process.kill(process.pid, "SIGKILL");`;
  const { signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
  expect({ signal, stderr: String(stderr) }).toEqual({ signal: "SIGKILL", stderr: "" });
}

test("what a killed build left in a new folder is taken away by the next claim", async () => {
  const root = join(folder, "killed", "new");
  applyAndDie(root, { ".megamind/plan.json": "{}", "src/main.ts": "half" });
  expect(await readFiles(root)).toHaveProperty("src/main.ts");
  expect(await claimFolder(root)).toEqual({ kind: "new", exists: false });
  expect(await readdir(folder)).not.toContain("killed");
});

test("what a killed build changed in an app of ours is put back by the next claim", async () => {
  const root = join(folder, "killed-later");
  const before = { ".megamind/plan.json": "{}", "src/main.ts": "whole", "notes.txt": "the user's" };
  await writeFiles(root, before);
  applyAndDie(root, { ".megamind/plan.json": "[]", "src/main.ts": "half", "src/new.ts": "new" });
  expect(await readFiles(root)).toHaveProperty("src/new.ts");
  expect(await claimFolder(root)).toEqual({ kind: "ours" });
  expect(await readFiles(root)).toEqual(before);
});

test("a folder where a living process is at work is refused", async () => {
  const root = join(folder, "busy");
  const journal = { pid: process.ppid, head: null, isFresh: true, madeFolders: 0, files: [] };
  await writeFiles(root, {
    ".megamind/cache/unfinished/journal.json": JSON.stringify(journal),
    "src/main.ts": "half",
  });
  await expect(claimFolder(root)).rejects.toThrow(`Another build (process ${process.ppid})`);
  expect(await readFiles(root)).toEqual({ "src/main.ts": "half" });
});
