import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const declared = {
  name: "article",
  table: "articles",
  title: "Article",
  fields: [
    { name: "shown_at", type: "timestamptz", default: "now" },
    { name: "rank", type: "integer", default: 0 },
    { name: "rating", type: "numeric", precision: 3, scale: 1, default: 0 },
    { name: "read_at", type: "timestamptz", required: false },
  ],
  references: [{ field: "author_id", to: "profile" }],
  owner: "author_id",
  access: { select: "owner", insert: "owner" },
};
const orders = [{ by: ["shown_at desc"] }, { by: ["rank", "shown_at"], within: "author_id" }];
const article = entitySchema.parse({ ...declared, orders });
const entities = [profile, article];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("gives every order an index that ends in the key, and no second one to its reference", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  const lines = (await catalogLines(migrated)).filter((line) =>
    /^index.*ON public.articles/.test(line),
  );
  expect(lines.map((line) => line.replace(/^.* USING /, ""))).toEqual([
    "btree (author_id, rank, shown_at, id)",
    "btree (shown_at DESC, id DESC)",
    "btree (id)",
  ]);
});

it("reads a page behind a row by index alone, as a user with policies", async () => {
  const plan = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "insert into auth.users (id, email) select gen_random_uuid(), n || '@example.com' from generate_series(1, 20) n",
      "insert into public.articles (author_id, shown_at) select id, now() - n * interval '1 minute' from public.profiles, generate_series(1, 100) n",
      "analyze public.articles",
      "set local enable_seqscan = off",
      "set local enable_bitmapscan = off",
      "set local role authenticated",
    ]);
    const { rows } = await inner.query(
      `explain select id from public.articles where (shown_at, id) < (now() - interval '1 hour', '80000000-0000-4000-8000-000000000000') order by shown_at desc, id desc limit 10`,
    );
    return rows.map((row) => String(row["QUERY PLAN"])).join("\n");
  });
  expect(plan).toMatch(/Index Scan using articles_shown_at_id_idx/);
  expect(plan).toMatch(/Index Cond: \(ROW\(shown_at, id\) < /);
  expect(plan).not.toContain("Sort");
});

it("comes with a later migration", async () => {
  const direct = await catalogLines(migrated);
  const plain = { entities: [profile, entitySchema.parse(declared)], buckets: [] };
  const steps = await migrationsThrough([plain, { entities, buckets: [] }]);
  const stepped = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.articles, public.profiles cascade",
    ]);
    await migrate(inner, steps);
    return catalogLines(inner);
  });
  expect(stepped).toEqual(direct);
});

it.each([
  ["unknown-column", { by: ["nothing"] }],
  ["unknown-column", { by: ["rank"], within: "nothing" }],
  ["repeated-column", { by: ["rank", "rank"] }],
  ["mixed-order", { by: ["rank desc", "shown_at"] }],
  ["nullable-order", { by: ["read_at desc"] }],
  ["order-not-leakproof", { by: ["rating desc"] }],
])("finds %s in %j", (code, order) => {
  const wrong = entitySchema.parse({ ...declared, orders: [order] });
  expect(checkEntities([profile, wrong], []).map((found) => found.code)).toEqual([
    `schema/${code}`,
  ]);
});
