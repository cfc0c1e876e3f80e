import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import { entityGraphs } from "./entity-graphs.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  type Declared,
} from "./schema-database.ts";
import { phasesOfGraphs } from "./whole-graphs.ts";
import { post, profile, socialBuckets, socialEntities } from "./social-entities.ts";

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

/** Closes the difference with its own migration, twice, and nothing is left or changes the second time. */
async function expectClosed(before: Declared, after: Declared): Promise<void> {
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
}

describe("the difference between any two graphs of entities", () => {
  it("is closed by its own migration", async () => {
    await fc.assert(fc.asyncProperty(entityGraphs, entityGraphs, expectClosed), {
      numRuns: 10,
      seed: 20_250_101,
      endOnFailure: true,
    });
  });

  it("is closed whatever entities can say, and fields of other types too", async () => {
    const graph = phasesOfGraphs.map((phases) => ({ entities: phases.at(-1) ?? [], buckets: [] }));
    await fc.assert(
      fc.asyncProperty(graph, graph, fc.boolean(), async (before, after, isRetyped) => {
        const next = isRetyped ? { ...after, entities: after.entities.map(retyped) } : after;
        fc.pre(!hasErrors(checkEntities(next.entities, [])));
        await expectClosed(before, next);
      }),
      { numRuns: 8, seed: 20_250_101, endOnFailure: true },
    );
  });
});

it("is closed when a column changes its type that policies, computed columns, keys and indexes use", async () => {
  const lines = (type: string, key: boolean) => {
    const amount = { name: "amount", type, min: 0, max: 99, default: 1 };
    const entity = entitySchema.parse({
      name: "line",
      table: "lines",
      title: "Line",
      fields: [
        amount,
        { name: "rate", type: "integer", min: 0, max: 9, default: 1 },
        { name: "total", type: "computed", by: "sum", of: ["amount", "rate"] },
      ],
      references: [
        { field: "owner_id", to: "profile" },
        { field: "post_id", to: "post" },
      ],
      key: key ? ["owner_id", "post_id"] : null,
      owner: "owner_id",
      unique: [["owner_id", "amount"]],
      partialUnique: [{ fields: ["post_id"], where: { field: "amount", equals: 3 } }],
      orders: [{ by: ["amount desc"] }],
      access: {
        select: { when: { field: "amount", is: 3 }, rule: "everyone" },
        insert: "owner",
        update: "owner",
      },
    });
    return { entities: [profile, post, entity], buckets: [] };
  };
  await expectClosed(lines("integer", false), lines("bigint", true));
  await expectClosed(lines("bigint", true), lines("integer", false));
});

it("is closed for tables of events and for searches", async () => {
  const article = (search: readonly string[] | undefined, select: string) =>
    entitySchema.parse({
      name: "article",
      table: "articles",
      title: "Article",
      fields: [
        { name: "title", type: "text", max: 90 },
        { name: "body", type: "text", max: 900, required: false },
      ],
      references: [{ field: "author_id", to: "profile" }],
      owner: "author_id",
      ...(search === undefined ? {} : { search }),
      access: { select, insert: "owner" },
    });
  const visit = (references: readonly object[], max: number) =>
    entitySchema.parse({
      name: "visit",
      table: "visits",
      title: "Visit",
      fields: [{ name: "seconds", type: "integer", min: 0, max, default: 0 }],
      references: [{ field: "visitor_id", to: "profile" }, ...references],
      owner: "visitor_id",
      events: true,
      access: { select: "owner", insert: "owner" },
    });
  const read = { field: "article_id", to: "article", required: false, onDelete: "set-null" };
  const declared = (...entities: readonly Entity[]): Declared => ({ entities, buckets: [] });
  const plain = declared(profile, article(undefined, "everyone"));
  const searched = declared(profile, article(["title"], "everyone"), visit([], 9));
  const closed = declared(profile, article(["title", "body"], "owner"), visit([read], 99));
  for (const [before, after] of [
    [plain, searched],
    [searched, closed],
    [closed, searched],
    [closed, plain],
  ] as const) {
    await expectClosed(before, after);
  }
});

/** The same names with other types, as far as nothing else depends on them. */
function retyped(entity: Entity): Entity {
  const others: Readonly<Record<string, object>> = {
    caption: { type: "integer", default: 4 },
    loop: { type: "text", max: 9 },
    weight: { type: "bigint" },
    is_on: { type: "text", max: 5, default: "no" },
    starts_at: { type: "date" },
    day: { type: "timestamptz" },
    extra: { type: "text", max: 900, required: false },
  };
  const fields = entity.fields.map((field) => {
    const other = others[field.name];
    return other === undefined ? field : { name: field.name, ...other };
  });
  const parsed = entitySchema.safeParse({ ...entity, fields });
  return parsed.success ? parsed.data : entity;
}

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
    [
      `create table public."Odd ""x""; drop" ("Id" int primary key); create view public."V;" as select 1;
       create policy "p'; --" on public.posts using (true); create type public."T y" as enum ('a');
       create function public."F(x"("A b" int) returns int language sql as 'select 1'; create index "I-x" on public.posts (body);
       create trigger "t'; --" before insert on public.posts execute function private.set_updated_at();
       comment on column public.posts.body is 'it''s';
       alter table public.posts add column "C""c" text default 'it''s', add constraint "k'; --" check (body <> 'it''s')`,
      [
        'column public.posts.C"c',
        "comment public.posts.body",
        "constraint public.posts.k'; --",
        'function public."F(x"("A b" integer)',
        "index public.posts.I-x",
        "policy public.posts.p'; --",
        'table public.Odd "x"; drop',
        "trigger public.posts.t'; --",
        "type public.T y",
        "view public.V;",
      ],
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
