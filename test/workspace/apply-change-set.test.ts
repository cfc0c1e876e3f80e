import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BugError, InputError } from "../../src/core/errors.ts";
import type { FileChange } from "../../src/spec/change-set.ts";
import { applyChangeSet } from "../../src/workspace/apply-change-set.ts";
import { diffFiles } from "../../src/workspace/diff-files.ts";
import { rollbackTo } from "../../src/workspace/rollback-to.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { appOf, readFiles, writeFiles } from "./app-folder.ts";

const folder = await temporaryFolder();

const write = (path: string, content: string | Uint8Array = path): FileChange => ({
  kind: "write",
  path,
  content,
});

test("writes text and bytes into new folders, deletes files and the folders that become empty", async () => {
  const root = join(folder, "plain");
  await writeFiles(root, { "old/deep/gone.ts": "x", "kept.ts": "kept" });
  const bytes = new Uint8Array([0, 255, 13, 10]);
  const applied = await applyChangeSet(root, {
    changes: [
      write("src/a.ts"),
      write("public/clip.mp4", bytes),
      { kind: "delete", path: "old/deep/gone.ts" },
      { kind: "delete", path: "never/was.ts" },
    ],
  });
  expect(applied).toEqual({
    written: ["src/a.ts", "public/clip.mp4"],
    deleted: ["old/deep/gone.ts"],
  });
  expect(new Uint8Array(await readFile(join(root, "public/clip.mp4")))).toEqual(bytes);
  expect(Object.keys(await readFiles(root))).toEqual(["kept.ts", "public/clip.mp4", "src/a.ts"]);
  expect((await readdir(root)).toSorted()).toEqual([".megamind", "kept.ts", "public", "src"]);
});

test("paths that leave the app or belong to git, npm or us are refused", async () => {
  const root = join(folder, "outside");
  const bad = ["../a", "/etc/a", "a/../../b", "", "a\\b", ".git/config", ".GIT/hooks/x", "a/./b"];
  for (const path of [...bad, "node_modules/x", ".megamind/cache/x"]) {
    await expect(applyChangeSet(root, { changes: [write(path)] })).rejects.toBeInstanceOf(BugError);
  }
  const pairs = [
    [write("a"), write("a")],
    [write("a"), write("a/b")],
  ];
  for (const changes of pairs) {
    await expect(applyChangeSet(root, { changes })).rejects.toBeInstanceOf(BugError);
  }
  expect(await readdir(folder)).not.toContain("outside");
});

test("links, folders in a file's place and files among the parents are refused before anything is written", async () => {
  const root = join(folder, "blocked");
  await writeFiles(root, { file: "f", "folder/inside": "i" });
  await mkdir(join(folder, "elsewhere"));
  await symlink(join(folder, "elsewhere"), join(root, "link"));
  await symlink(join(root, "file"), join(root, "file-link"));
  const before = await readFiles(root);
  for (const path of ["link/a.ts", "file/a.ts", "folder", "file-link"]) {
    const refused = applyChangeSet(root, { changes: [write("first.ts"), write(path)] });
    await expect(refused).rejects.toBeInstanceOf(InputError);
  }
  expect(await readFiles(root)).toEqual(before);
  expect(await readdir(join(folder, "elsewhere"))).toEqual([]);
  expect(await readdir(root)).not.toContain(".megamind");
});

test("a name that the disk refuses is the user's to solve, and nothing is left of a new folder", async () => {
  const root = join(folder, "made", "for", "this");
  const refused = applyChangeSet(root, {
    changes: [write("a.ts"), write(`${"x".repeat(300)}.ts`)],
  });
  await expect(refused).rejects.toBeInstanceOf(InputError);
  expect(await readdir(folder)).not.toContain("made");
});

/** A change that runs something at the moment its content is written beside the app. */
function sabotage(path: string, act: () => void): FileChange {
  return {
    kind: "write",
    path,
    get content() {
      act();
      return "sabotage";
    },
  };
}

test("simulated failure in the middle: what was replaced is put back and what was new is gone", async () => {
  const root = join(folder, "middle");
  const before = { "a.ts": "a", "b/c.ts": "c", "d.ts": "d" };
  await writeFiles(root, before);
  const failed = applyChangeSet(root, {
    changes: [
      write("a.ts", "changed"),
      { kind: "delete", path: "b/c.ts" },
      write("new/deep.ts"),
      sabotage("z.ts", () => mkdirSync(join(root, "z.ts"))),
    ],
  });
  await expect(failed).rejects.toBeInstanceOf(InputError);
  expect(await readFiles(root)).toEqual(before);
  expect((await readdir(root)).toSorted()).toEqual(["a.ts", "b", "d.ts", "z.ts"]);
});

test("simulated failure of a second change set keeps the first, and the roll back of the phase still works", async () => {
  const root = join(folder, "second");
  const before = { "a.ts": "a" };
  await writeFiles(root, before);
  await applyChangeSet(root, { changes: [write("a.ts", "first"), write("b.ts", "first")] });
  const failed = applyChangeSet(root, {
    changes: [
      write("a.ts", "second"),
      { kind: "delete", path: "b.ts" },
      sabotage("c.ts", () => writeFileSync(join(root, "c.ts"), "another program")),
    ],
  });
  await expect(failed).rejects.toThrow("was changed by another program");
  expect(await readFiles(root)).toEqual({
    "a.ts": "first",
    "b.ts": "first",
    "c.ts": "another program",
  });
  await rollbackTo(root, null);
  expect(await readFiles(root)).toEqual({ ...before, "c.ts": "another program" });
});

test("any app becomes any other one, and comes back when it is rolled back", async () => {
  const path = fc.constantFrom("a", "b/c", "b/d", "b/e/f", "g.ts", "h/i");
  const app = fc.dictionary(path, fc.string({ maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(app, app, app, async (first, second, third) => {
      const root = await mkdtemp(join(folder, "property-"));
      const before = { ...first, "users-own.txt": "stays" };
      await writeFiles(root, before);
      await applyChangeSet(root, diffFiles(appOf(first), appOf(second)));
      await applyChangeSet(root, diffFiles(appOf(second), appOf(third)));
      expect(await readFiles(root)).toEqual({ ...third, "users-own.txt": "stays" });
      await rollbackTo(root, null);
      expect(await readFiles(root)).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
