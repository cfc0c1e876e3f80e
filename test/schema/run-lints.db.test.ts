import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SqlError } from "../../src/backend/database-errors.ts";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import { lints } from "../../src/schema/lints/registry.ts";
import { runLints, type LintFinding } from "../../src/schema/run-lints.ts";
import { openTestDatabase } from "./schema-database.ts";

const database = await openTestDatabase();
afterAll(() => database.close());

const folder = join(import.meta.dirname, "lints");

function sqlOf(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), "utf8");
}

function findingsOf(sql: string): Promise<readonly LintFinding[]> {
  return database.rolledBack(async (inner) => {
    await inner.execute(sql);
    return runLints(await inspectDatabase(inner));
  });
}

const codes = lints.map(({ code }) => code.replace("lint/", ""));

test("every lint has its planted fault and its clean twin", () => {
  expect(readdirSync(join(folder, "fixtures")).toSorted()).toEqual(codes.toSorted());
  expect(new Set(codes).size).toBe(codes.length);
});

test.each(codes)("%s finds its fault and leaves the twin alone", async (code) => {
  const found = (findings: readonly LintFinding[]) =>
    findings.filter(({ lint }) => lint.code === `lint/${code}`);
  const faults = found(await findingsOf(sqlOf("fixtures", code, "fault.sql")));
  expect(faults.length).toBeGreaterThan(0);
  for (const { objects, message } of faults) {
    expect(objects.length).toBeGreaterThan(0);
    expect(message).toMatch(/\.$/);
  }
  expect(found(await findingsOf(sqlOf("fixtures", code, "clean.sql")))).toEqual([]);
});

test.each([
  ["always-true-write", "using (1 = 1)"],
  ["any-user-writes", "using ((select auth.role()) = 'authenticated')"],
  [null, "using (false)"],
  [null, "using (current_user = 'authenticated' and owner_id = (select auth.uid()))"],
  [null, "using (owner_id in (select id from auth.users))"],
])("%s is found in a policy for delete %s", async (code, condition) => {
  const findings = await findingsOf(
    `create table public.notes (id uuid primary key, owner_id uuid);
     alter table public.notes enable row level security;
     create policy own on public.notes for delete to authenticated ${condition};`,
  );
  const found = findings.map(({ lint }) => lint.code.replace("lint/", ""));
  const wanted = new Set(["always-true-write", "any-user-writes"]);
  expect(found.filter((one) => wanted.has(one))).toEqual(code === null ? [] : [code]);
});

test.each([
  [
    "definer-callable-by-anon",
    [
      "beside_it()",
      "in_another_statement()",
      "in_one_branch()",
      "one()",
      "only_in_a_column()",
      "only_in_a_comment()",
    ],
  ],
  ["leaky-index", ["notes_lower_idx", "readings_in_ranges"]],
])("%s finds every kind of its fault", async (code, names) => {
  const findings = await findingsOf(sqlOf("fixtures", code, "fault.sql"));
  const found = findings.filter(({ lint }) => lint.code === `lint/${code}`);
  expect(found.map(({ name }) => name)).toEqual(names);
});

const circles: Readonly<Record<string, string>> = {
  "admin-asks-itself": "people -> people",
  "function-loop": "papers -> my_papers() -> papers",
  "mutual-tables": "lefts -> rights -> lefts",
  "org-users": "org_users -> org_users",
  "rooms-participants": "participants -> rooms -> participants",
  "teams-members": "members -> teams -> members",
  "three-table-ring": "firsts -> seconds -> thirds -> firsts",
  "trips-shares": "shares -> trips -> shares",
  "view-loop": "papers -> open_papers -> papers",
};

test.each(readdirSync(join(folder, "recursion")))("the circle of %s is named", async (file) => {
  const messages = (await findingsOf(sqlOf("recursion", file)))
    .filter(({ lint }) => lint.code === "lint/policy-recursion")
    .map(({ message }) => message);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(`: ${circles[file.replace(".sql", "")]}.`);
});

/** A loop through functions is not tried: it overflows the stack of the engine, which is broken then. */
const tried = Object.entries(circles).filter(([shape]) => shape !== "function-loop");

test.each(tried)("Postgres fails on the circle of %s", async (shape, path) => {
  const [table] = path.split(" -> ");
  const reading = database.rolledBack(async (inner) => {
    await inner.execute(sqlOf("recursion", `${shape}.sql`));
    await inner.execute("grant select on all tables in schema public to authenticated");
    await inner.asActor(
      { kind: "user", id: "00000000-0000-4000-8000-000000000001" },
      { sql: `select * from public.${table}` },
    );
  });
  const error: unknown = await reading.catch((caught: unknown) => caught);
  expect(error instanceof SqlError ? error.code : "no error of Postgres").toBe("42P17");
});

test("the page of lints lists each of them as it explains itself", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/schema-check.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `lint/"));
  const wanted = lints.map(
    ({ code, severity, title, explanation }) =>
      `| \`${code}\` | ${severity} | ${title}. ${explanation} |`,
  );
  expect(rows.toSorted()).toEqual(wanted.toSorted());
});

test.each(lints.map((lint) => [lint.code, lint] as const))(
  "%s says in whole sentences what is wrong and what to do",
  (_, { title, explanation, remedy }) => {
    expect(title).toMatch(/^[A-Z].{8,70}[^.]$/);
    for (const sentence of [explanation, remedy]) expect(sentence).toMatch(/^[A-Za-z].{12,}\.$/);
  },
);
