import { afterAll, beforeAll, expect, it } from "vitest";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { describeTables } from "../../src/schema/describe-tables.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const newest = ["created_at desc", "id desc"];
const declared = {
  name: "article",
  table: "articles",
  title: "Article",
  fields: [
    { name: "state", type: "text", max: 9, oneOf: ["draft", "open", "shut"], default: "draft" },
    { name: "rank", type: "integer", required: false },
    { name: "weight", type: "numeric", precision: 4, scale: 1, default: 0 },
  ],
  references: [
    { field: "author_id", to: "profile" },
    { field: "parent_id", to: "article", required: false, onDelete: "set-null" },
  ],
  owner: "author_id",
  orders: [{ by: ["created_at desc"], within: "author_id" }],
  indexes: [
    { fields: newest, where: { field: "state", is: "open" } },
    { fields: newest, where: { field: "state", is: "open" } },
    { fields: newest, where: { field: "state", in: ["open", "shut"] } },
    { fields: newest, where: { field: "state", isNot: "draft" } },
    { fields: ["author_id"], where: { field: "parent_id", is: null } },
    { fields: ["rank desc"], where: { field: "rank", isNot: null } },
  ],
  softDelete: true,
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
};
const article = entitySchema.parse(declared);
const entities = [profile, article];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("holds the rows of its condition, once, beside the whole indexes of references", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  const facts = await inspectDatabase(migrated);
  const table = describeTables(facts).find(({ name }) => name === "articles");
  const found = table?.indexes.map(({ name, where }) => `${name}: ${where ?? "all"}`);
  expect(found).toEqual([
    "articles_author_id_created_at_id_if_deleted_at_null_idx: (deleted_at IS NULL)",
    "articles_author_id_idx: all",
    "articles_author_id_if_parent_id_null_idx: (parent_id IS NULL)",
    "articles_created_at_id_if_state_not_draft_idx: (state IS DISTINCT FROM 'draft'::text)",
    "articles_created_at_id_if_state_open_idx: (state = 'open'::text)",
    "articles_created_at_id_if_state_open_shut_idx: (state = ANY (ARRAY['open'::text, 'shut'::text]))",
    "articles_deleted_at_if_deleted_at_not_null_idx: (deleted_at IS NOT NULL)",
    "articles_parent_id_idx: all",
    "articles_pkey: all",
    "articles_rank_if_rank_not_null_idx: (rank IS NOT NULL)",
  ]);
  const worse = (await runLints(facts)).filter(({ lint }) => lint.severity !== "info");
  expect(worse).toEqual([]);
});

it.each([
  ["state = 'open'", "articles_created_at_id_if_state_open_idx"],
  ["state in ('open', 'shut')", "articles_created_at_id_if_state_open_shut_idx"],
])("serves a user's list %s by index alone", async (condition, index) => {
  const plan = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "insert into auth.users (id, email) select gen_random_uuid(), n || '@example.com' from generate_series(1, 20) n",
      "insert into public.articles (author_id, state) select id, case when n = 1 then 'open' else 'draft' end from public.profiles, generate_series(1, 100) n",
      "drop index public.articles_created_at_id_if_state_not_draft_idx",
      "analyze public.articles",
      "set local enable_seqscan = off",
      "set local role authenticated",
    ]);
    const { rows } = await inner.query(
      `explain select id from public.articles where ${condition} order by created_at desc, id desc limit 10`,
    );
    return rows.map((row) => String(row["QUERY PLAN"])).join("\n");
  });
  expect(plan).toContain(`using ${index}`);
  expect(plan).not.toContain("Sort");
});

it("serves a list of what is there, and the rows of an author for a cascade by the whole index", async () => {
  const plans = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, ["set local enable_seqscan = off", "set local enable_bitmapscan = off"]);
    const own = "author_id = '00000000-0000-4000-8000-0000000000aa'";
    const lists = [`${own} and deleted_at is null order by created_at desc, id desc`, own];
    const found: string[] = [];
    for (const list of lists) {
      const { rows } = await inner.query(`explain select id from public.articles where ${list}`);
      found.push(rows.map((row) => String(row["QUERY PLAN"])).join("\n"));
    }
    return found;
  });
  expect(plans[0]).toContain("using articles_author_id_created_at_id_if_deleted_at_null_idx");
  expect(plans[0]).not.toContain("Sort");
  expect(plans[1]).toContain("using articles_author_id_idx");
});

it.each([
  ["unknown-condition-field", { field: "nothing", is: 1 }],
  ["condition-value", { field: "state", is: "lost" }],
  ["condition-value", { field: "state", isNot: null }],
  ["condition-on-type", { field: "weight", is: 1 }],
  ["unknown-condition-field", { field: "author_id", is: null }],
])("finds %s in the condition %j", (code, where) => {
  const wrong = entitySchema.parse({ ...declared, indexes: [{ fields: ["rank"], where }] });
  expect(checkEntities([profile, wrong], []).map((found) => found.code)).toEqual([
    `schema/${code}`,
  ]);
});

it("comes, changes and goes with later migrations", async () => {
  const states = [
    [],
    [{ fields: ["rank"], where: { field: "state", is: "open" } }],
    [{ fields: ["rank"], where: { field: "state", isNot: "draft" } }],
    [{ fields: ["rank"] }],
  ].map((indexes) => ({
    entities: [profile, entitySchema.parse({ ...declared, orders: [], indexes })],
    buckets: [],
  }));
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.articles, public.profiles cascade",
    ]);
    const found: string[] = [];
    for (const step of await migrationsThrough(states)) {
      await migrate(inner, [step]);
      const { rows } = await inner.query(
        "select indexname from pg_indexes where indexname like 'articles_rank%'",
      );
      found.push(rows.map((row) => String(row["indexname"])).join(" "));
    }
    expect(found).toEqual([
      "",
      "articles_rank_if_state_open_idx",
      "articles_rank_if_state_not_draft_idx",
      "articles_rank_idx",
    ]);
  });
});
