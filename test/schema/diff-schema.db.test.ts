import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { entityGraphs } from "./entity-graphs.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  type Declared,
} from "./schema-database.ts";
import { socialBuckets, socialEntities } from "./social-entities.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** The catalog and its lines of a database made out of nothing. */
async function fresh(declared: Declared) {
  return database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([declared]));
    return { catalog: await readCatalog(inner), lines: await catalogLines(inner) };
  });
}

describe("the difference between any two graphs of entities", () => {
  it("is closed by its own migration", async () => {
    await fc.assert(
      fc.asyncProperty(entityGraphs, entityGraphs, async (before, after) => {
        const wanted = await fresh(after);
        await database.rolledBack(async (inner) => {
          await migrate(inner, await migrationsThrough([before]));
          const request = { ...after, wanted: wanted.catalog };
          const first = await diffSchema({ ...request, actual: await readCatalog(inner) });
          const forward = first.statements.map(({ node }) => printSql(node));
          await applyAll(inner, forward);
          const second = await diffSchema({ ...request, actual: await readCatalog(inner) });
          expect(second).toEqual({ differences: [], statements: [], diagnostics: [] });
          const lines = await catalogLines(inner);
          await applyAll(inner, forward);
          expect(await catalogLines(inner)).toEqual(lines);
        });
      }),
      { numRuns: 12, seed: 20_250_101, endOnFailure: true },
    );
  });
});

describe("a database that somebody changed by hand", () => {
  const declared: Declared = { entities: socialEntities, buckets: socialBuckets };

  let wanted: Awaited<ReturnType<typeof fresh>>;
  beforeAll(async () => {
    wanted = await fresh(declared);
  });

  async function diffAfter(sql: string) {
    return database.rolledBack(async (inner) => {
      await migrate(inner, await migrationsThrough([declared]));
      await inner.execute(sql);
      const filled = new Set(["posts"]);
      const request = { ...declared, wanted: wanted.catalog, filled };
      const found = await diffSchema({ ...request, actual: await readCatalog(inner) });
      await applyAll(
        inner,
        found.statements.map(({ node }) => printSql(node)),
      );
      const after = await diffSchema({ ...request, actual: await readCatalog(inner) });
      expect(after.differences).toEqual([]);
      return found;
    });
  }

  it.each([
    ["alter table public.posts disable row level security", ["row security public.posts"]],
    ["alter table public.posts force row level security", ["row security public.posts"]],
    ["grant truncate on public.posts to anon", ["grants public.posts"]],
    ["grant select (body) on public.posts to public", ["grants public.posts"]],
    ["revoke all on public.posts from service_role", ["grants public.posts"]],
    [
      "grant execute on function private.guard_posts() to public",
      ["function private.guard_posts()"],
    ],
    ["create policy extra on public.posts using (true)", ["policy public.posts.extra"]],
    ["drop policy posts_select on public.posts", ["policy public.posts.posts_select"]],
    [
      "alter policy posts_select on public.posts using (false)",
      ["policy public.posts.posts_select"],
    ],
    ["create policy extra on storage.objects using (true)", ["policy storage.objects.extra"]],
    ["alter table public.posts disable trigger posts_guard", ["trigger public.posts.posts_guard"]],
    ["drop trigger posts_guard on public.posts", ["trigger public.posts.posts_guard"]],
    [
      "drop index public.posts_published_at_id_idx",
      ["index public.posts.posts_published_at_id_idx"],
    ],
    ["create index extra on public.posts (body)", ["index public.posts.extra"]],
    ["comment on column public.posts.body is 'else'", ["comment public.posts.body"]],
    ["alter table public.posts alter column body drop not null", ["column public.posts.body"]],
    ["alter table public.posts alter column body set default 'x'", ["column public.posts.body"]],
    [
      "alter table public.posts alter column like_count type bigint",
      ["column public.posts.like_count"],
    ],
    ["alter table public.posts add column extra text", ["column public.posts.extra"]],
    [
      "alter table public.posts drop constraint posts_author_id_fkey",
      ["constraint public.posts.posts_author_id_fkey"],
    ],
    ["alter table public.posts replica identity full", ["table public.posts"]],
    [
      "alter publication supabase_realtime add table public.posts",
      ["publication public.posts.supabase_realtime"],
    ],
    [
      "update storage.buckets set file_size_limit = 1 where id = 'avatars'",
      ["bucket storage.avatars"],
    ],
    [
      "insert into storage.buckets (id, name, public) values ('open', 'open', true)",
      ["bucket storage.open"],
    ],
    [
      "create table public.extra (id int primary key, post_id uuid references public.posts)",
      ["table public.extra"],
    ],
    ["create view public.extra as select * from public.posts", ["view public.extra"]],
    [
      "create function public.extra(a int, b text default 'x') returns int language sql as 'select 1'",
      ["function public.extra(a integer, b text)"],
    ],
    ["create type public.extra as enum ('a')", ["type public.extra"]],
    [
      `create table public.a (id int primary key); create table public.b (id int primary key, a_id int references public.a);
       alter table public.a add b_id int references public.b;
       create policy p on public.a using (exists (select from public.b)); create policy p on public.b using (exists (select from public.a));
       create function public.f(x public.a) returns public.b language sql as 'select null::public.b';
       create view public.v as select public.f(a) from public.a`,
      ["function public.f(x public.a)", "table public.a", "table public.b", "view public.v"],
    ],
    [
      `drop function private.guard_posts() cascade;
       create function private.guard_posts() returns int language sql as 'select 1'`,
      ["function private.guard_posts()", "trigger public.posts.posts_guard"],
    ],
  ])("is made equal again: %s", async (sql, objects) => {
    const { differences } = await diffAfter(sql);
    const found = differences.map(({ kind, object }) => `${kind} ${object}`);
    expect([...new Set(found)].toSorted()).toEqual(objects);
  });

  it("gets no statement that it does not need", async () => {
    const { statements } = await diffAfter("alter table public.posts disable row level security");
    expect(statements.map(({ node }) => printSql(node))).toEqual([
      "set local lock_timeout to '5s'",
      "alter table public.posts enable row level security",
    ]);
  });

  it("is warned of rows that may not fit, before anything runs", async () => {
    const { diagnostics } = await diffAfter(`
      alter table public.posts drop column body; alter table public.comments drop column author_id cascade;
      alter table public.profiles drop constraint profiles_username_lower_key;
      alter table public.notes alter column author_id drop not null`);
    const found = diagnostics.map(({ code, subject, message }) => [code, subject.name, message]);
    expect(found).toContainEqual([
      "migrations/required-column",
      "posts.body",
      "posts has rows, without a value for the new column body, which is required and has no default: the migration fails.",
    ]);
    expect(found.map(([code, name]) => `${code} ${name}`)).toEqual(
      expect.arrayContaining([
        "migrations/required-column comments.author_id",
        "migrations/unique-on-data profiles.profiles_username_lower_key",
        "migrations/empty-values notes.author_id",
        "migrations/unproven-rows comments.comments_author_id_fkey",
      ]),
    );
  });

  it("may have been renamed: nothing is guessed, and the statement named that keeps the data", async () => {
    const { diagnostics, differences } = await diffAfter(
      "alter table public.posts rename column body to text_of_it; alter table public.notes rename to remarks",
    );
    expect(differences.filter(({ label }) => label === "destructive").length).toBeGreaterThan(1);
    const fixes = diagnostics
      .filter(({ code }) => code === "schema/perhaps-renamed")
      .map(({ fix }) => fix);
    expect(fixes.join()).toContain("alter table public.posts rename column text_of_it to body;");
    expect(fixes.join()).toContain("alter table public.remarks rename to notes;");
  });
});
