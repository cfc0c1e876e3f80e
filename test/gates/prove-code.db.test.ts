import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readFunctions } from "../../src/backend/read-functions.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { readSecurity } from "../../src/gates/read-security.ts";
import { runMutants } from "../../src/gates/run-mutants.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { codeMutants } from "../../src/schema/mutants/code-mutants.ts";
import type { Entity } from "../../src/spec/entity.ts";
import {
  applyAll,
  migrate,
  migrationsThrough,
  openTestDatabase,
} from "../schema/schema-database.ts";
import { teamEntities } from "../schema/rule-entities.ts";
import { socialEntities } from "../schema/social-entities.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

function proofAfter(entities: readonly Entity[], changes: readonly string[] = []) {
  return database.rolledBack(async (session) => {
    await migrate(session, await migrationsThrough([{ entities, buckets: [] }]));
    await applyAll(session, changes);
    const place = { file: "late.sql", line: 7, column: 1, sql: changes[0] ?? "" };
    const places = new Map([["private.late", place]]);
    return proveAccess(session, { entities, buckets: [], withMutants: false, places });
  });
}

const nothing = "returns trigger language plpgsql as $$ begin return null; end $$";

describe("triggers and functions", () => {
  it.each([
    ["with counters and sign-up", socialEntities],
    ["with members", teamEntities],
  ])("of entities %s all run and do what they should", async (_, entities) => {
    const { bodies, code, diagnostics } = await proofAfter(entities);
    expect(diagnostics).toEqual([]);
    expect(code).toMatchObject({ triggersRun: code?.triggers, functionsRun: code?.functions });
    expect(code?.triggers).toBeGreaterThan(entities.length);
    expect(code?.attempts).toBeGreaterThan(10);
    expect(bodies.statements).toBeGreaterThan(20);
  });

  it("are named where nothing runs them", async () => {
    const { code, diagnostics } = await proofAfter(teamEntities, [
      "create function private.late() returns trigger language plpgsql as $$ begin return new; end $$",
      "revoke execute on function private.late() from public",
      "create trigger late before update on public.pages for each row when (false) execute function private.late()",
    ]);
    expect(diagnostics.map(({ code: found, subject }) => `${found} ${subject.name ?? ""}`)).toEqual(
      ["access/not-run public.pages", "access/not-run private.late"],
    );
    expect((code?.triggers ?? 0) - (code?.triggersRun ?? 0)).toBe(1);
  });

  it("that cannot run are findings at their line", async () => {
    const { diagnostics } = await proofAfter(teamEntities, [
      `create function private.late() returns trigger language plpgsql as $$
begin
  if false then
    insert into public.page_log (page) values (new.id);
  end if;
  return new;
end $$`,
      "revoke execute on function private.late() from public",
      "create trigger late after insert on public.pages for each row execute function private.late()",
    ]);
    expect(diagnostics).toMatchObject([
      { code: "schema/body", severity: "error", subject: { file: "late.sql", line: 10 } },
    ]);
  });

  it.each([
    [
      "a counter stands still",
      `create or replace function private.count_annotations() ${nothing}`,
      "access/effect",
    ],
    [
      "a function finds members of any role",
      `create or replace function private.my_team_id_in_team_members_as_admin() returns setof uuid language plpgsql stable security definer as
       $$ begin return query select m.team_id from public.team_members m where m.person_id = (select auth.uid()); end $$`,
      "access/effect",
    ],
    [
      "visitors may call what policies ask",
      "grant execute on function private.my_team_id_in_team_members() to anon",
      "access/too-open",
    ],
    [
      "a function is there for all",
      "create function public.everything() returns bigint language sql security definer as 'select count(*) from public.pages'",
      "access/function-undeclared",
    ],
  ])("are findings when %s", async (_, change, code) => {
    const entities = change.includes("annotations") ? socialEntities : teamEntities;
    const usage = change.includes("to anon") ? ["grant usage on schema private to anon"] : [];
    const { diagnostics } = await proofAfter(entities, [change, ...usage]);
    expect(diagnostics.map((found) => found.code)).toContain(code);
  });
});

describe("changes of triggers and of functions that policies ask", () => {
  it.each([
    ["with counters and sign-up", socialEntities, 1],
    ["with members", teamEntities, 4],
  ])("of entities %s are all noticed", async (_, entities, least) => {
    const { mutants } = await database.rolledBack(async (session) => {
      await migrate(session, await migrationsThrough([{ entities, buckets: [] }]));
      const sources = await readFunctions(session);
      const security = await readSecurity(session, {
        tables: entities.map(({ table }) => table),
        files: false,
      });
      const matrix = accessMatrix(entities, []);
      return session.rolledBack(async (inner) => {
        await applyAll(inner, matrix.fixtures);
        const changes = await codeMutants(sources, security);
        return { mutants: await runMutants(inner, { mutants: changes, matrix }) };
      });
    });
    const sqlOf = (wanted: string) =>
      mutants.filter(({ verdict }) => verdict === wanted).map(({ mutant }) => mutant.sql);
    expect(sqlOf("survived")).toEqual([]);
    const killed = sqlOf("killed");
    expect(killed.filter((sql) => sql.startsWith("drop trigger")).length).toBeGreaterThan(
      entities.length,
    );
    expect(
      killed.filter((sql) => sql.startsWith("create or replace")).length,
    ).toBeGreaterThanOrEqual(least);
  });
});
