import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { checkBodies } from "../../src/gates/check-bodies.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";
import {
  applyAll,
  migrate,
  migrationsThrough,
  openTestDatabase,
} from "../schema/schema-database.ts";
import { teamEntities } from "../schema/rule-entities.ts";
import { socialBuckets, socialEntities } from "../schema/social-entities.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const tables = `
create table public.notes (id uuid primary key, title text not null, author uuid, tags text[]);
create table public.audits (id bigint generated always as identity, note uuid, word text);
create function public.score(words text, weight int) returns int language sql as $$ select 1 $$;
`;

/** What is found in the body of a function that a trigger of notes runs, or of a plain one with these arguments. */
async function checked(text: string) {
  const { statements } = await splitStatements(text);
  const places = new Map(
    statements.map((one) => [
      `public.${/^create function (?:public\.)?(\w+)/.exec(one.sql)?.[1] ?? ""}`,
      { ...one, file: "a.sql" },
    ]),
  );
  return database.rolledBack(async (session) => {
    await applyAll(session, [tables, ...statements.map(({ sql }) => sql)]);
    return checkBodies(session, places);
  });
}

const triggered = (
  body: string,
  declare = "",
) => `create function public.f() returns trigger language plpgsql as $$
${declare}
begin
  ${body}
  return new;
end $$;
create trigger t before insert or update on public.notes for each row execute function public.f();`;

describe("bodies of functions", () => {
  it.each([
    ["columns of the row", "new.title := lower(new.title) || coalesce(old.title, '');"],
    [
      "rows of the trigger's table",
      "insert into public.audits (note, word) values (new.id, tg_op);",
      "",
    ],
    [
      "a record",
      "for r in select id, title from public.notes loop insert into public.audits (word) values (r.title); end loop;",
      "declare r record;",
    ],
    [
      "types taken from columns",
      "select title into t from public.notes where id = new.id; new.title := t || n.title;",
      "declare t public.notes.title%type; n public.notes%rowtype;",
    ],
    [
      "a table that it makes",
      "create temp table seen as select 1 as a; delete from seen where a = 2;",
    ],
    [
      "values of unknown types in calls",
      "perform public.score(r.a, r.b) from public.notes; if found then null; end if;",
      "declare r record;",
    ],
    ["texts that are run", "execute 'select * from ' || tg_argv[0];"],
    [
      "a label",
      "<<l>> declare x int := 1; begin l.x := 2; perform l.x + f.y; end;",
      "declare y int;",
    ],
    [
      "elements of an array",
      "new.tags[1] := new.tags[2] || (select tags[1] from public.notes limit 1);",
    ],
    [
      "an upsert",
      "insert into public.notes as n (id, title) values (new.id, new.title) on conflict (id) do update set title = excluded.title || n.title;",
    ],
  ])("are right about %s", async (_, body, declare = "") => {
    expect((await checked(triggered(body, declare))).diagnostics).toEqual([]);
  });

  it.each([
    [
      "a table",
      "insert into public.audit (note) values (new.id);",
      'relation "public.audit" does not exist',
    ],
    ["a column", "update public.audits set words = 'x' where note = new.id;", 'column "words"'],
    ["a field of NEW that is set", "new.titel := 'x';", 'column "titel" not found'],
    [
      "a column of NEW",
      "if new.headline is null then null; end if;",
      'column "headline" not found',
    ],
    [
      "a function",
      "perform public.scoer(new.title, 1);",
      "function public.scoer(text, integer) does not exist",
    ],
    [
      "arguments of other types",
      "perform public.score(new.tags, 1);",
      "function public.score(text[], integer) does not exist",
    ],
    ["a schema", "perform audit.log(1);", 'schema "audit" does not exist'],
    [
      "a table in a branch that rarely runs",
      "begin null; exception when others then delete from lost; end;",
      'relation "lost"',
    ],
  ])("are caught naming %s that is missing", async (_, body, says) => {
    const { diagnostics } = await checked(triggered(body));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: "schema/body",
      severity: "error",
      subject: { file: "a.sql", line: 4, name: "public.f" },
    });
    expect(diagnostics[0]?.message).toContain(says);
  });

  it("knows triggers of several tables: what some lack is missing unless the function asks where it runs", async () => {
    const both = (body: string) =>
      checked(`${triggered(body)}
create trigger t before update on public.audits for each row execute function public.f();`);
    const asking = await both("if tg_table_name = 'notes' then new.title := 'x'; end if;");
    expect(asking.diagnostics).toEqual([]);
    const { diagnostics } = await both("if new.title = '' then return null; end if;");
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining("for rows of public.audits"),
    ]);
  });

  it("counts texts that are run, reads SQL functions and arguments by name and number", async () => {
    const found =
      await checked(`create function public.g(who uuid, int) returns bigint language sql set search_path = '' as $$
  select count(*) from public.notes where author = who and $2 > 1
$$;
create function public.h(who uuid) returns setof public.notes language plpgsql as $$ begin
  execute 'select 1'; execute 'select 2';
  return query select * from public.notes n where n.author = h.who and $1 is not null;
end $$;`);
    expect(found).toMatchObject({ functions: 3, dynamic: 2, diagnostics: [] });
  });

  it("finds what a later statement took away", async () => {
    const { diagnostics } =
      await checked(`create function public.g(who uuid) returns bigint language sql as $$
  select count(*)
  from public.notes where author = who
$$;
alter table public.notes drop column author;`);
    expect(diagnostics.map(({ subject }) => subject.line)).toEqual([2]);
  });

  it("has nothing against what we compile", async () => {
    for (const [entities, buckets] of [
      [socialEntities, socialBuckets],
      [teamEntities, []],
    ] as const) {
      const found = await database.rolledBack(async (session) => {
        await migrate(session, await migrationsThrough([{ entities, buckets }]));
        return checkBodies(session, new Map());
      });
      expect(found.diagnostics).toEqual([]);
      expect(found.statements).toBeGreaterThan(20);
    }
  });
});
