import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const sound = `entities:
  - name: person
    table: persons
    title: Person
    owner: id
    signUp: { fields: {} }
    access: { select: everyone, update: owner }
  - name: pie
    table: pies
    title: Pie
    fields:
      - { name: filling, type: text, max: 20, oneOf: [apple, plum] }
    references:
      - { field: baker_id, to: person }
    owner: baker_id
    access: { select: signed-in, insert: owner, delete: owner }
storage:
  - { name: photos, public: true, maxBytes: 1000, mimeTypes: [image/png] }
`;

test("prints the migration", async () => {
  const file = await fileOf("bakery.yaml", sound);
  const { stdout, stderr, exitCode } = await runCommand(["schema", "compile", file]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout.startsWith("-- Bakery\n")).toBe(true);
  expect(stdout).toContain("create table if not exists public.pies (");
  expect(stdout).toContain("create policy pies_delete");
  expect(stdout).toContain("own_folder_insert");
});

test("--types prints the types, --json everything", async () => {
  const file = await fileOf("bakery.yaml", sound);
  const types = await runCommand(["schema", "compile", file, "--types"]);
  expect(types.stdout).toContain('filling: "apple" | "plum";');
  const json = await runCommand(["schema", "compile", file, "--json"]);
  const compiled = JSON.parse(json.stdout);
  expect(compiled).toMatchObject({ types: types.stdout, diagnostics: [] });
  expect(compiled.migration).toMatchObject({ version: "20250101000001", name: "bakery" });
  expect(compiled.sql).toContain("create policy pies_insert");
});

test.each([
  ["wrong YAML", "entities: [", 1, 12, "schema/yaml"],
  ["an unknown key", "entities: []\ntables: []\n", 2, 1, "schema/shape"],
  ["an unknown type", sound.replace("type: text", "type: txt"), 12, 26, "schema/shape"],
  [
    "an injected name",
    sound.replace("table: pies", 'table: "pies; drop table x"'),
    9,
    5,
    "schema/shape",
  ],
  [
    "an unknown reference",
    sound.replace("to: person", "to: nobody"),
    8,
    5,
    "schema/unknown-entity",
  ],
  [
    "a rule without its column",
    sound.replace("    owner: baker_id\n", ""),
    8,
    5,
    "schema/rule-without-owner",
  ],
])("%s is bad input with its place", async (_, text, ...[line, column, code]) => {
  const file = await fileOf("bad.yaml", text);
  const { stdout, stderr, exitCode } = await runCommand(["schema", "compile", file]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`${file}:${line}:${column}`);
  expect(stderr).toContain(code);
  const json = await runCommand(["schema", "compile", file, "--json"]);
  expect(json.exitCode).toBe(2);
  const [first] = JSON.parse(json.stdout).diagnostics;
  expect(first).toMatchObject({ code, subject: { file, line, column } });
});

test("a missing file is bad input", async () => {
  const { stderr, exitCode } = await runCommand(["schema", "compile", join(folder, "none.yaml")]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("cannot be read");
});
