import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BugError } from "../../src/core/errors.ts";
import type { Actor } from "../../src/spec/actor.ts";
import { applyStatements } from "../../src/backend/apply-statements.ts";
import { openDatabase, type Database } from "../../src/backend/open-database.ts";
import { runCells } from "../../src/backend/run-cells.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { sharedCacheFolder } from "./shared-cache.ts";

const ada = "00000000-0000-4000-8000-00000000000a";
const bob = "00000000-0000-4000-8000-00000000000b";
const anon: Actor = { kind: "anon" };
const asAda: Actor = { kind: "user", id: ada };
const asBob: Actor = { kind: "user", id: bob };
const service: Actor = { kind: "service_role" };

const notes = `
create table public.notes (id int primary key, owner_id uuid not null references auth.users (id), body text);
alter table public.notes enable row level security;
grant select, insert on public.notes to authenticated;
grant select on public.notes to service_role;
create policy notes_select on public.notes for select to authenticated using (owner_id = (select auth.uid()));
create policy notes_insert on public.notes for insert to authenticated with check (owner_id = (select auth.uid()));
insert into auth.users (id) values ('${ada}'), ('${bob}');
insert into public.notes values (1, '${ada}', 'of ada'), (2, '${bob}', 'of bob'), (3, '${bob}', 'of bob too');
`;

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ cacheFolder: sharedCacheFolder });
});
afterAll(() => database.close());

function withNotes<T>(work: (inner: Transaction) => Promise<T>): Promise<T> {
  return database.rolledBack(async (inner) => {
    await inner.execute(notes);
    return work(inner);
  });
}

describe("a new database", () => {
  it("runs migrations as an owner that is no superuser", async () => {
    const who = await database.query(
      "select current_user, session_user, rolsuper from pg_roles where rolname = current_user",
    );
    expect(who.rows).toEqual([
      { current_user: "postgres", session_user: "postgres", rolsuper: false },
    ]);
    await expect(database.execute("alter system set work_mem = '1MB'")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(
      database.execute("alter table auth.users add column extra int"),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it("lets the owner do what projects do: triggers on users, policies on objects, publishing a table", async () => {
    const failure = await database.rolledBack((inner) =>
      applyStatements(inner, [
        "create schema private",
        "create table public.things (id int primary key)",
        "create function private.made() returns trigger language plpgsql security definer set search_path = '' as $$ begin return new; end $$",
        "create trigger made after insert on auth.users for each row execute function private.made()",
        "create policy objects_all on storage.objects for select to anon using ((storage.foldername(name))[1] = 'a')",
        "create policy topics on realtime.messages for select to authenticated using (realtime.topic() = 'a')",
        "alter publication supabase_realtime add table public.things",
        "insert into storage.buckets (id, name) values ('a', 'a')",
        "insert into storage.objects (bucket_id, name) values ('a', 'b/c/d.tar.gz')",
        "create extension if not exists pgcrypto with schema extensions",
      ]),
    );
    expect(failure).toBeNull();
  });

  it("takes object paths apart like hosted storage", async () => {
    const { rows } = await database.query(
      "select storage.foldername('u/v/a.b.png') as folder, storage.filename('u/v/a.b.png') as file, storage.extension('u/v/a.b.png') as extension",
    );
    expect(rows).toEqual([{ folder: ["u", "v"], file: "a.b.png", extension: "png" }]);
  });

  it("gives a new table to nobody, service_role included, even with a policy that allows everything", async () => {
    const outcomes = await database.rolledBack(async (inner) => {
      await inner.execute(
        "create table public.things (id int); alter table public.things enable row level security",
      );
      await inner.execute(
        "create policy everything on public.things for all to public using (true) with check (true)",
      );
      return runCells(
        inner,
        [anon, asAda, service].map((actor) => ({
          id: actor.kind,
          actor,
          sql: "select * from public.things",
        })),
      );
    });
    expect(outcomes.map((cell) => [cell.id, cell.outcome.kind])).toEqual([
      ["anon", "perm"],
      ["user", "perm"],
      ["service_role", "perm"],
    ]);
  });
});

describe("actors", () => {
  it("see the rows that policies give them", async () => {
    const seen = await withNotes(async (inner) => {
      const ids = async (actor: Actor) =>
        (await inner.asActor(actor, { sql: "select id from public.notes order by id" })).rows.map(
          (row) => row["id"],
        );
      return { ada: await ids(asAda), bob: await ids(asBob), service: await ids(service) };
    });
    expect(seen).toEqual({ ada: [1], bob: [2, 3], service: [1, 2, 3] });
  });

  it("are known to the functions policies use, and forgotten afterwards", async () => {
    const sql =
      "select auth.uid() as uid, auth.role() as role, auth.jwt() ->> 'sub' as sub, current_user as user";
    await database.rolledBack(async (inner) => {
      expect((await inner.asActor(asBob, { sql })).rows).toEqual([
        { uid: bob, role: "authenticated", sub: bob, user: "authenticated" },
      ]);
      expect((await inner.asActor(anon, { sql })).rows).toEqual([
        { uid: null, role: "anon", sub: null, user: "anon" },
      ]);
      expect((await inner.query(sql)).rows).toEqual([
        { uid: null, role: null, sub: null, user: "postgres" },
      ]);
    });
  });

  it("keep what they change, and a refusal leaves the transaction usable", async () => {
    const after = await withNotes(async (inner) => {
      await inner.asActor(asAda, {
        sql: "insert into public.notes values (10, $1, 'mine')",
        params: [ada],
      });
      const forged = inner.asActor(asAda, {
        sql: "insert into public.notes values (11, $1, 'forged')",
        params: [bob],
      });
      await expect(forged).rejects.toMatchObject({ code: "42501" });
      return inner.query("select current_user, count(*)::int as notes from public.notes");
    });
    expect(after.rows).toEqual([{ current_user: "postgres", notes: 4 }]);
  });
});

describe("transactions", () => {
  it("nest: an inner rollback keeps the outer work", async () => {
    const rows = await database.rolledBack(async (outer) => {
      await outer.execute("create table public.t (n int)");
      await outer.transaction((inner) => inner.execute("insert into public.t values (1)"));
      await outer.rolledBack((inner) => inner.execute("insert into public.t values (2)"));
      await expect(
        outer.transaction((inner) =>
          inner.execute("insert into public.t values (3); select 1 / 0"),
        ),
      ).rejects.toMatchObject({ code: "22012" });
      return (await outer.query("select n from public.t")).rows;
    });
    expect(rows).toEqual([{ n: 1 }]);
    expect((await database.query("select to_regclass('public.t') as t")).rows).toEqual([
      { t: null },
    ]);
  });

  it("make other requests of the database wait", async () => {
    const order: string[] = [];
    const long = database.rolledBack(async (inner) => {
      await inner.query("select 1");
      await inner.query("select 2");
      order.push("transaction");
    });
    const other = database.query("select 3").then(() => order.push("other"));
    await Promise.all([long, other]);
    expect(order).toEqual(["transaction", "other"]);
  });

  it("are refused after their end", async () => {
    const ended = await database.rolledBack((inner) => Promise.resolve(inner));
    await expect(ended.query("select 1")).rejects.toThrow(BugError);
    await ended.rollback();
  });
});

describe("applying statements", () => {
  it("names the failing one with its place, and runs none after it", async () => {
    await database.rolledBack(async (inner) => {
      const failure = await applyStatements(inner, [
        "create table public.a (id int primary key)",
        "-- Grüße 🎬\nselect *\nfrom public.missing",
        "create table public.b (id int)",
      ]);
      expect(failure).toMatchObject({ index: 1, line: 3, column: 6, error: { code: "42P01" } });
    });
  });

  it("names the statement even where Postgres gives no position", async () => {
    const failure = await database.rolledBack((inner) =>
      applyStatements(inner, ["create table public.a (id int references public.missing (id))"]),
    );
    expect(failure).toMatchObject({ index: 0, line: null, column: null, error: { code: "42P01" } });
  });
});

describe("cells", () => {
  it("tell rows, policies, privileges and broken statements apart, each from the same state", async () => {
    const results = await withNotes((inner) =>
      runCells(inner, [
        {
          id: "own insert",
          actor: asAda,
          sql: `insert into public.notes values (10, '${ada}', '')`,
        },
        { id: "select", actor: asAda, sql: "select * from public.notes" },
        {
          id: "forged insert",
          actor: asAda,
          sql: `insert into public.notes values (10, '${bob}', '')`,
        },
        { id: "no grant", actor: asAda, sql: "delete from public.notes" },
        {
          id: "duplicate key",
          actor: asAda,
          sql: `insert into public.notes values (1, '${ada}', '')`,
        },
        { id: "no session", actor: anon, sql: "select * from public.notes" },
        { id: "server", actor: service, sql: "select * from public.notes" },
      ]),
    );
    expect(
      results.map(({ id, outcome }) => [
        id,
        outcome.kind,
        outcome.kind === "rows" ? outcome.rows : outcome.code,
      ]),
    ).toEqual([
      ["own insert", "rows", 1],
      ["select", "rows", 1],
      ["forged insert", "rls", "42501"],
      ["no grant", "perm", "42501"],
      ["duplicate key", "error", "23505"],
      ["no session", "perm", "42501"],
      ["server", "rows", 3],
    ]);
  });

  it("see deferred constraints at once", async () => {
    const [result] = await database.rolledBack(async (inner) => {
      await inner.execute(
        "create table public.p (id int primary key); create table public.c (p int references public.p deferrable initially deferred); grant insert on public.c to anon",
      );
      return runCells(inner, [
        { id: "orphan", actor: anon, sql: "insert into public.c values (1)" },
      ]);
    });
    expect(result?.outcome).toMatchObject({ kind: "error", code: "23503" });
  });

  it("come back in order when there are more than one request takes", async () => {
    const cells = Array.from({ length: 900 }, (_, n) => ({
      id: `${n}`,
      actor: anon,
      sql: `select from generate_series(1, ${n})`,
    }));
    const results = await runCells(database, cells);
    expect(results).toEqual(cells.map(({ id }, n) => ({ id, outcome: { kind: "rows", rows: n } })));
  });
});
