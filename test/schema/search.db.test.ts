import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { withJoins } from "../../src/schema/join-entities.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const album = entitySchema.parse({
  name: "album",
  table: "albums",
  title: "Album",
  fields: [
    { name: "is_shared", type: "boolean", default: false },
    { name: "query", type: "text", max: 40, default: "" },
  ],
  references: [{ field: "owner_id", to: "profile" }],
  owner: "owner_id",
  access: {
    select: { anyOf: ["owner", { when: { field: "is_shared", is: true }, rule: "signed-in" }] },
    insert: "owner",
  },
});
const declared = {
  name: "picture",
  table: "pictures",
  title: "Picture",
  fields: [
    { name: "title", type: "text", max: 60 },
    { name: "about", type: "text", max: 400, required: false },
  ],
  references: [
    { field: "album_id", to: "album" },
    { field: "author_id", to: "profile" },
  ],
  owner: "author_id",
  softDelete: true,
  search: { fields: ["title", "about"], language: "english" },
  access: { select: { through: "album_id" }, insert: "owner", delete: "owner" },
};
const picture = entitySchema.parse(declared);
const page = entitySchema.parse({
  name: "page",
  table: "pages",
  title: "Page",
  fields: [{ name: "title", type: "text", max: 60 }],
  search: ["title"],
  access: { select: "everyone" },
});
const entities = [profile, album, picture, page];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("finds for every actor what the select rule shows, and every weakening of the function is noticed", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  const proof = await proveAccess(migrated, {
    entities: withJoins(entities),
    buckets: [],
    withMutants: true,
  });
  expect(proof.diagnostics).toEqual([]);
  const ofSearch = proof.mutants.filter(({ mutant }) => mutant.sql.includes("search_pictures"));
  expect(ofSearch.length).toBeGreaterThanOrEqual(5);
  expect(new Set(ofSearch.map(({ verdict }) => verdict))).toEqual(new Set(["killed"]));
  const left = ofSearch.filter(({ mutant }) => !mutant.sql.includes("albums.owner_id"));
  expect(left.length).toBeGreaterThan(0);
});

it("has no finding of the lints", async () => {
  expect(await runLints(await inspectDatabase(migrated))).toEqual([]);
});

const ada = "00000000-0000-4000-8000-0000000000aa";
const insertUser = `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`;
const asAda = { kind: "user", id: ada } as const;

it("ranks the first field above the second, reads word forms, and pages behind a row", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      insertUser,
      `insert into public.albums (owner_id) values ('${ada}')`,
      `insert into public.pictures (album_id, author_id, title, about)
       select id, '${ada}', v.title, v.about from public.albums, (values
         ('A house', 'with a running dog'), ('Dogs', null), ('Cat', 'no other animal')) v (title, about)`,
    ]);
    const found = async (call: string): Promise<readonly Record<string, unknown>[]> =>
      (await inner.asActor(asAda, { sql: `select id, title from ${call}` })).rows;
    const all = await found("public.search_pictures('dog')");
    expect(all.map(({ title }) => title)).toEqual(["Dogs", "A house"]);
    const [first] = await found("public.search_pictures('dog', page_size => 1)");
    expect(first?.["title"]).toBe("Dogs");
    const next = await found(
      `public.search_pictures('dog', page_size => 1, after_id => '${String(first?.["id"])}')`,
    );
    expect(next.map(({ title }) => title)).toEqual(["A house"]);
    expect(await found("public.search_pictures('cat -animal')")).toEqual([]);
    expect(await found("public.search_pictures(null)")).toEqual([]);
    expect(await found("public.search_pictures('the')")).toEqual([]);
  });
});

it("gives at most a hundred rows, and uses the index", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      insertUser,
      `insert into public.albums (owner_id) values ('${ada}')`,
      `insert into public.pictures (album_id, author_id, title)
       select a.id, '${ada}', case when n % 20 = 0 then 'rare ' else '' end || 'word' || n
       from public.albums a, generate_series(1, 4000) n`,
      "analyze public.pictures",
    ]);
    const count = async (call: string) =>
      (await inner.asActor(asAda, { sql: `select 1 from ${call}` })).rows.length;
    expect(await count("public.search_pictures('rare')")).toBe(20);
    expect(await count("public.search_pictures('rare', 1000)")).toBe(100);
    expect(await count("public.search_pictures('rare', -1)")).toBe(1);
    const source = await inner.query(
      "select prosrc from pg_proc where proname = 'search_pictures'",
    );
    const query = /return query([\s\S]*?);/.exec(String(source.rows[0]?.["prosrc"]))?.[1] ?? "";
    const literal = query
      .replaceAll(/search_pictures\.query/g, "'word40'")
      .replaceAll(/search_pictures\.page_size/g, "20")
      .replaceAll(/search_pictures\.after_id/g, "null::uuid");
    const plan = await inner.query(`explain ${literal}`);
    const lines = plan.rows.map((row) => String(Object.values(row)[0])).join("\n");
    expect(lines).toContain("Bitmap Index Scan on pictures_search_vector_idx");
    const direct = await inner.asActor(asAda, {
      sql: "explain select 1 from public.pictures where search_vector @@ 'word40'",
    });
    expect(JSON.stringify(direct.rows)).not.toContain("pictures_search_vector_idx");
  });
});

it("may be called by those who may read anything, and the migration may run twice", async () => {
  const pictures = "public.search_pictures('a')";
  await expect(
    migrated.rolledBack((inner) => inner.asActor({ kind: "anon" }, { sql: `select ${pictures}` })),
  ).rejects.toThrow(/permission denied for function/);
  await migrated.rolledBack(async (inner) => {
    expect(
      (await inner.asActor({ kind: "anon" }, { sql: "select * from public.search_pages('a')" }))
        .rows,
    ).toEqual([]);
    const before = await catalogLines(inner);
    await migrate(inner, await migrationsThrough([{ entities, buckets: [] }]));
    expect(await catalogLines(inner)).toEqual(before);
  });
});

it("comes, changes and goes with later migrations", async () => {
  const { search: _, ...without } = page;
  const other = entitySchema.parse({ ...page, search: { fields: ["title"], language: "german" } });
  const rest = [profile, album];
  const states = [entities, [...rest, other], [...rest, without], [...rest, page], rest, []];
  await migrated.rolledBack(async (inner) => {
    const [, ...migrations] = await migrationsThrough(
      states.map((list) => ({ entities: list, buckets: [] })),
    );
    const indexes = async () =>
      (await catalogLines(inner)).filter((line) => /^index .* USING gin/.test(line)).length;
    const counts: number[] = [];
    for (const migration of migrations) {
      await migrate(inner, [migration]);
      counts.push(await indexes());
    }
    expect(counts).toEqual([1, 0, 1, 0, 0]);
  });
});

it("types the function for rpc", () => {
  const text = printDatabaseTypes(entities);
  expect(text).toContain(`      search_pages: {
        Args: {
          after_id?: string;
          page_size?: number;
          query: string;
        };
        Returns: {
          created_at: string;
          id: string;
          search_vector: unknown;
          title: string;
          updated_at: string;
        }[];
        SetofOptions: {`);
  expect(text).toContain("search_vector?: never;");
});

it("refuses what cannot be searched", () => {
  const codes = (changes: object) =>
    checkEntities([profile, album, entitySchema.parse({ ...declared, ...changes })], []).map(
      ({ code, message }) => `${code}: ${message}`,
    );
  expect(codes({ search: ["album_id"] })).toEqual([
    'schema/search: The search of picture names "album_id", which is no text field of it. Text fields: title, about.',
  ]);
  expect(codes({ search: ["title", "title"] })[0]).toContain("more than once");
  expect(codes({ search: ["title"], key: ["album_id", "author_id"] })[0]).toContain(
    "key of several",
  );
  const fields = [...declared.fields, { name: "search_vector", type: "text", max: 9 }];
  expect(codes({ fields })[0]).toMatch(/reserved-column.*made by its search/);
  expect(entitySchema.safeParse({ ...declared, search: [] }).success).toBe(false);
  expect(
    entitySchema.safeParse({ ...declared, search: { fields: ["title"], language: "klingon" } })
      .success,
  ).toBe(false);
});
