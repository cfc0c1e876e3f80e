import { describe, expect, it } from "vitest";
import { findDestructive, labelStatements } from "../../src/schema/label-statements.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";

async function labelsOf(sql: string) {
  const { statements, diagnostics } = await splitStatements(sql);
  expect(diagnostics).toEqual([]);
  return labelStatements(statements.map(({ node }) => node));
}

async function lastOf(sql: string) {
  return (await labelsOf(sql)).at(-1);
}

describe("a statement that is destructive", () => {
  it.each([
    ["drop table a", "with all its rows"],
    ["drop table if exists a cascade", "all that depends on it"],
    ["drop type t", "type"],
    ["drop schema s cascade", "schema"],
    ["drop view v", "view"],
    ["drop function f(int)", "function"],
    ["drop policy p on a", "policy"],
    ["drop trigger t on a", "trigger"],
    ["drop index i cascade", "depends on it"],
    ["drop sequence s", "sequence"],
    ["drop extension pg_trgm", "extension"],
    ["alter table a drop column b", "the column b"],
    ["alter table a alter column b type int", "type of b"],
    ["alter table a alter column b set not null", "where b is empty"],
    ["alter table a add column c int, drop column d", "the column d"],
    ["alter table a disable row level security", "row level security off"],
    ["alter table a no force row level security", "owner"],
    ["alter table a disable trigger all", "triggers off"],
    ["alter table a detach partition b", "rows out of the table"],
    ["truncate a", "empties"],
    ["delete from a", "every row"],
    ["delete from a where b", "deletes rows"],
    ["update a set b = 1", "overwrites b in every row"],
    ["revoke select on a from anon", "rights"],
    ["revoke all on function f() from public", "rights"],
    ["alter default privileges revoke select on tables from anon", "rights"],
    ["drop owned by anon", "others may use"],
    ["do $$ begin if true then\n drop table a; end if; end $$", "with all its rows"],
    ["do $$ begin truncate a; exception when others then null; end $$", "empties"],
  ])("%s", async (sql, words) => {
    const effect = await lastOf(sql);
    expect(effect?.label).toBe("destructive");
    expect(effect?.reason).toContain(words);
  });
});

describe("a statement that is additive", () => {
  it.each([
    "create table a (b int)",
    "create index i on a (b)",
    "drop index i",
    "alter table a add column b int not null default 0",
    "alter table a alter column b drop not null",
    "alter table a add constraint c check (b > 0) not valid",
    "alter table a drop constraint if exists c, add constraint c check (b > 0)",
    "alter table a enable row level security",
    "alter table a rename column b to c",
    "comment on table a is 'x'",
    "grant select on a to anon",
    "insert into a values (1) on conflict do nothing",
    "update a set b = 1 where b is null",
    "set local lock_timeout = '5s'",
    "select 1",
    "do $$ begin alter publication p add table a; exception when duplicate_object then null; end $$",
    "create table a (b int); alter table a alter column b set not null",
    "create table a (b int); revoke all on a from anon",
    "create function f() returns int language sql as 'select 1'; revoke execute on function f() from public",
    "alter table a add column c int; update a set c = 1",
    "alter table a add column c int; alter table public.a alter column c set not null",
    "create table a (b int); drop table public.a",
  ])("%s", async (sql) => {
    expect(await lastOf(sql)).toEqual({ label: "additive", reason: null });
  });

  it.each([
    "drop policy p on a; create policy p on public.a using (true)",
    "drop trigger t on a; create trigger t before insert on a execute function f()",
    "drop view v; create view public.v as select 1",
    "drop function if exists public.f(); create function f() returns int language sql as 'select 1'",
    "revoke all on a from anon; grant select on a to anon",
  ])("replaces what it drops: %s", async (sql) => {
    expect((await labelsOf(sql)).map(({ label }) => label)).toEqual(["additive", "additive"]);
  });
});

it.each([
  ["alter policy p on a using (true)", "AlterPolicyStmt"],
  ["select f()", "calls functions"],
  ["do $$ begin execute 'drop table a'; end $$", "puts together itself"],
  ["do $$ begin perform f(); end $$", "puts together itself"],
  ["do $$ begin null; end $$", "no statement"],
  ["alter table a owner to b", "AT_ChangeOwner"],
  ["call p()", "CallStmt"],
])("says of what it does not know that it does not: %s", async (sql, words) => {
  const effect = await lastOf(sql);
  expect(effect?.label).toBe("unknown");
  expect(effect?.reason).toContain(words);
});

it("names the statement, its line and the flag", async () => {
  const { statements } = await splitStatements(
    "create table b ();\n\n  drop table\n  a;\nselect f();",
  );
  expect(await findDestructive(statements, { file: "x.sql" })).toEqual([
    {
      code: "migrations/destructive",
      severity: "error",
      subject: { file: "x.sql", line: 3, column: 3, name: "drop table a" },
      message: "This statement is destructive: it drops the table with all its rows.",
      fix: "Give --allow-destructive if that is meant.",
    },
    expect.objectContaining({ code: "migrations/unknown-effect", severity: "warning" }),
  ]);
});
