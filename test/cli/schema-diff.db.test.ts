import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { projectRoot } from "../structure/source-files.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();
const entities = join(folder, "bakery.yaml");
const first = join(folder, "1_bakery.sql");
const cache = ["--cache-folder", sharedCacheFolder];
const pie = (fields: string) => `entities:
  - { name: person, table: persons, title: Person, owner: id, signUp: { fields: {} }, access: { select: everyone } }
  - name: pie
    table: pies
    title: Pie
    fields: [{ name: is_ready, type: boolean, default: false }${fields}]
    references: [{ field: baker_id, to: person }]
    owner: baker_id
    access: { select: everyone, insert: owner }
`;

function diff(...args: readonly string[]) {
  return runCommand(["schema", "diff", entities, ...args, ...cache]);
}

beforeAll(async () => {
  await writeFile(entities, pie(""));
  const { stdout } = await runCommand(["schema", "compile", entities]);
  await writeFile(first, stdout);
});

test("a database that is as declared ends with 0", async () => {
  const run = await diff("--against", first);
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(run.stdout).toBe(`Nothing differs between ${first} and the entities of Bakery.\n`);
});

test("differences are lines, end with 1, and the migration closes them", async () => {
  await writeFile(entities, pie(", { name: weight, type: integer, default: 1 }"));
  const migration = join(folder, "2_weight.sql");
  const run = await diff("--against", first, "--sql", migration);
  expect([run.exitCode, run.stderr]).toEqual([1, ""]);
  expect(run.stdout).toContain("additive     column pies.weight is missing: integer, required\n");
  expect(run.stdout).toContain("1 difference between");
  expect(run.stdout).toContain("tried here, it leaves no difference.");
  expect(await readFile(migration, "utf8")).toContain("add column if not exists weight int");
  const after = await diff("--against", first, migration);
  expect(after.exitCode).toBe(0);
  const json = await diff("--against", first, "--json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    isEqual: false,
    differences: [{ change: "missing", kind: "column", object: "public.pies.weight" }],
    remaining: [],
    destructive: [],
  });
});

test("what is destructive is written only when it is allowed", async () => {
  await writeFile(entities, pie(""));
  const old = join(folder, "old.sql");
  await writeFile(
    old,
    `${await readFile(first, "utf8")}alter table public.pies add column note text;`,
  );
  const migration = join(folder, "3_less.sql");
  const refused = await diff("--against", old, "--sql", migration);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(
    `${migration}:12:1 alter table public.pies drop column if exists note migrations/destructive`,
  );
  expect(refused.stderr).toContain("it drops the column note with what is in it");
  expect(refused.stderr).toContain("--allow-destructive");
  await expect(readFile(migration)).rejects.toThrow("ENOENT");
  const allowed = await diff("--against", old, "--sql", migration, "--allow-destructive");
  expect(allowed.exitCode).toBe(1);
  expect(await readFile(migration, "utf8")).toContain(
    "-- Destructive: it drops the column note with what is in it.\nalter table public.pies drop column if exists note;",
  );
});

test("an app is compared with its own migrations", async () => {
  const app = join(folder, "app");
  const example = join(projectRoot, "examples/tiktok-clone");
  await cp(join(example, "migrations"), join(app, "supabase/migrations"), { recursive: true });
  const plan = await readFile(join(example, "plan.json"), "utf8");
  const { phases } = JSON.parse(plan);
  await mkdir(join(app, ".megamind"));
  await writeFile(join(app, ".megamind/plan.json"), plan);
  await writeFile(
    join(app, ".megamind/base.json"),
    JSON.stringify({ phase: phases.length, files: {} }),
  );
  const run = await runCommand(["schema", "diff", app, ...cache]);
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(run.stdout).toMatch(
    /^Nothing differs between \d+ SQL files and the entities of Clipzy\.\n$/,
  );
});

test.each([
  ["no database", [], "There is no database to compare"],
  ["two databases", ["--against", "x.sql", "--database-url", "postgres://x@y/z"], "two databases"],
  ["a missing file", ["--against", join(folder, "none.sql")], "There is no file"],
])("bad input: %s", async (_, args, words) => {
  const run = await diff(...args);
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(words);
});

test("SQL that does not apply is named with file and line", async () => {
  const broken = join(folder, "broken.sql");
  await writeFile(broken, "create table public.a (id int);\n\nalter table public.b add c int;");
  const run = await diff("--against", broken);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`${broken}:3:1`);
  expect(run.stderr).toContain('relation "public.b" does not exist');
});
