import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { appWith, compiledMigrations, planOf } from "../gates/database-app.ts";
import { post, profile } from "../schema/social-entities.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();
const file = join(folder, "bakery.yaml");
const cache = ["--cache-folder", sharedCacheFolder];
await writeFile(
  file,
  `entities:
  - { name: person, table: persons, title: Person, owner: id, signUp: { fields: {} }, access: { select: everyone, update: owner } }
  - name: pie
    table: pies
    title: Pie
    description: What people bake.
    fields: [{ name: is_ready, type: boolean, default: false }]
    references: [{ field: baker_id, to: person }]
    owner: baker_id
    access:
      select: { anyOf: [owner, { when: { field: is_ready, is: true }, rule: everyone }] }
      insert: owner
  - name: bite
    table: bites
    title: Bite
    references: [{ field: pie_id, to: pie }, { field: eater_id, to: person }]
    owner: eater_id
    access: { select: { through: pie_id }, insert: { through: pie_id }, delete: owner }
storage:
  - { name: photos, public: true, maxBytes: 1000, mimeTypes: [image/png] }
`,
);

test("proves, and writes who may do what", async () => {
  const report = join(folder, "docs");
  const pgtap = join(folder, "tests", "access.test.sql");
  const files = ["--report", report, "--pgtap", pgtap];
  const run = await runCommand(["schema", "prove", file, ...files, ...cache]);
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(run.stdout).toMatch(/^Proven {2}Bakery: 3 tables, 1 bucket\n/);
  expect(run.stdout).toContain("all right");
  const written = `  written  ${join(report, "access.md")}\n  written  ${pgtap}\n`;
  expect(run.stdout.endsWith(written), run.stdout).toBe(true);
  expect(run.stdout).toContain("all equal");
  expect(run.stdout).toMatch(/\d+ made: \d+ killed, \d+ equivalent, 0 survived/);
  const page = await readFile(join(report, "access.md"), "utf8");
  expect(page).toContain("# Who may do what in Bakery\n\n");
  const row = (...cells: string[]) => new RegExp(`^\\| ${cells.join(" +\\| ")} +\\|$`, "m");
  const readers = "its baker; or everyone, where `is_ready` is `true`";
  expect(page).toMatch(row("`pies`", readers, "its baker", "nobody", "nobody"));
  const added = "readers of its pie, in their own name";
  expect(page).toMatch(row("`bites`", "readers of its pie", added, "nobody", "its eater"));
  expect(page).toContain(
    "- _its eater_ and the like: the user whom the row names in `eater_id`.\n",
  );
  expect(page).toContain("| `photos` | everyone who knows the address | its owner ");
  expect(page).toContain("- `megamind schema prove bakery.yaml` makes them, ");
  const tests = await readFile(pgtap, "utf8");
  const [, cells] = /cells +(\d+) tried/.exec(run.stdout) ?? [];
  expect(tests).toContain(`select plan(${cells});`);
  expect(tests.match(/^select (?:is|matches)\(/gm)).toHaveLength(Number(cells));
});

test("--json prints the proof; mutants can be left out", async () => {
  const run = await runCommand(["schema", "prove", file, "--json", "--skip-mutants", ...cache]);
  const proof = JSON.parse(run.stdout);
  expect(proof).toMatchObject({
    proven: true,
    title: "Bakery",
    tables: 3,
    diagnostics: [],
    mutants: [],
  });
  expect(proof.cells).toBeGreaterThan(100);
});

test("an app whose migration is more open than its rules is not proven, and gets no page", async () => {
  const phase = { entities: [profile, post], buckets: [] };
  const plan = planOf([phase]);
  const migrations = Object.entries(await compiledMigrations([phase])).map(([name, sql]) => {
    const opened = sql.replace(/(create policy posts_delete[^;]*using) \([^;]*;/, "$1 (true);");
    expect(opened).not.toBe(sql);
    return [name, opened];
  });
  const app = await appWith(Object.fromEntries(migrations));
  await mkdir(join(app, ".megamind"));
  await writeFile(join(app, ".megamind/plan.json"), JSON.stringify(plan));
  await writeFile(join(app, ".megamind/base.json"), JSON.stringify({ phase: 1, files: {} }));
  const report = ["--report", join(app, "docs"), "--skip-mutants"];
  const run = await runCommand(["schema", "prove", app, ...report, ...cache]);
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toMatch(
    /^Not proven {2}App: 2 tables\n.*\d+ wrong \(posts \d+\)\n.*1 differ\n/,
  );
  expect(run.stderr).toContain("error posts access/too-open\n");
  expect(run.stderr).toMatch(/\.\.\. and \d+ more access\/too-open of posts; --json shows all\n/);
  expect(run.stderr).toContain("No page and no tests were written");
  await expect(access(join(app, "docs"))).rejects.toThrow("ENOENT");
});

test("a folder that is no app is bad input", async () => {
  const run = await runCommand(["schema", "prove", folder, ...cache]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("is not an app built by megamind");
});

test("memberships are compared with the policies, too", async () => {
  const teams = join(folder, "teams.yaml");
  await writeFile(
    teams,
    `entities:
  - { name: person, table: persons, title: Person, owner: id, signUp: { fields: {} }, access: { select: signed-in } }
  - { name: team, table: teams, title: Team, access: { select: { member: membership, of: id } } }
  - name: membership
    table: memberships
    title: Membership
    references: [{ field: team_id, to: team }, { field: user_id, to: person }]
    key: [team_id, user_id]
    owner: user_id
    access: { select: owner }
`,
  );
  const run = await runCommand(["schema", "prove", teams, "--json", ...cache]);
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    diagnostics: [],
    truth: { compared: 30 },
  });
});
