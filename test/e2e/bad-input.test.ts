import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderContents } from "../support/folder-contents.ts";
import { runCli } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();

test.each([
  ["an empty request", ["build", "", "--out", "app", "--yes"]],
  ["a senseless request", ["build", "xqzt brrf", "--out", "app", "--yes"]],
  ["an unknown flag", ["build", "TikTok clone", "--out", "app", "--fast"]],
  ["an unknown command", ["construct", "TikTok clone"]],
  ["an unknown gate", ["build", "TikTok clone", "--out", "app", "--yes", "--require", "beauty"]],
  ["a missing templates folder", ["build", "TikTok clone", "--out", "app", "--templates", "none"]],
  ["no approval and no terminal to ask in", ["build", "TikTok clone", "--out", "app"]],
])("%s ends with 2, says what to do and writes nothing", async (_, args) => {
  const cwd = join(folder, String(Math.abs(hash(args.join(" ")))));
  await mkdir(cwd);
  const { exitCode, stderr } = await runCli(args, { cwd });
  expect(exitCode, stderr).toBe(2);
  expect(stderr.trim()).not.toBe("");
  expect(stderr).not.toMatch(/\n\s+at .*\(/);
  expect(await readdir(cwd)).toEqual([]);
});

test("a folder with other people's files is refused and stays as it is", async () => {
  const out = join(folder, "foreign");
  await mkdir(out);
  await writeFile(join(out, "thesis.txt"), "important");
  const before = await folderContents(out);
  const { exitCode, stderr } = await runCli(["build", "TikTok clone", "--out", out, "--yes"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--out");
  expect(await folderContents(out)).toEqual(before);
});

test("a broken blueprint ends with 2, names file and line and writes nothing", async () => {
  const templates = join(folder, "broken-templates");
  await cp(join(import.meta.dirname, "..", "..", "templates"), templates, { recursive: true });
  const blueprint = join(templates, "features", "likes", "blueprint.yaml");
  const text = await readFile(blueprint, "utf8");
  await writeFile(blueprint, text.replace("requires: [videos]", "requires: [vidos]"));
  const out = join(folder, "broken");
  const args = ["build", "TikTok clone", "--out", out, "--templates", templates, "--yes"];
  const { exitCode, stderr } = await runCli(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/features\/likes\/blueprint\.yaml:\d+:\d+ vidos/);
  expect(existsSync(out)).toBe(false);
});

test("a file in the place of the folder is refused", async () => {
  const out = join(folder, "file");
  await writeFile(out, "x");
  expect((await runCli(["build", "TikTok clone", "--out", out, "--yes"])).exitCode).toBe(2);
});

test("validate names a folder in which there is nothing to judge", async () => {
  const empty = join(folder, "empty");
  await mkdir(empty);
  const { exitCode, stderr } = await runCli(["validate", empty]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`nothing to validate in ${empty}`);
});

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) | 0, 7);
}
