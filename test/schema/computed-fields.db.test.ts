import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const sources = [
  { name: "first", type: "text", max: 20 },
  { name: "last", type: "text", max: 20 },
  { name: "quantity", type: "integer", min: 1, max: 1000 },
  { name: "price", type: "money", currency: "EUR", max: 1_000_000_000 },
  { name: "rebate", type: "money", currency: "EUR", max: 1_000_000_000, default: 0 },
  { name: "note", type: "text", max: 20, required: false },
];
const computed = [
  { name: "full_name", type: "computed", by: "join", of: ["first", "last"] },
  { name: "gross", type: "computed", by: "product", of: ["price", "quantity"] },
  { name: "net", type: "computed", by: "difference", of: ["price", "rebate", "quantity"] },
  { name: "sum_of", type: "computed", by: "sum", of: ["price", "rebate"] },
  { name: "noted", type: "computed", by: "join", of: ["first", "note"], required: false },
];
const bare = {
  name: "line",
  table: "lines",
  title: "Line",
  references: [{ field: "user_id", to: "profile" }],
  owner: "user_id",
  access: { select: "owner", insert: "owner", update: "owner", delete: "owner" },
};
const line = entitySchema.parse({
  ...bare,
  fields: [...computed, ...sources],
  orders: [{ by: ["gross desc"], within: "user_id" }],
});
const entities = [profile, line];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("compiles to what the matrix proves", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  expect(await tryMatrix(migrated, accessMatrix(entities, []))).toEqual([]);
});

it("computes from the row, at the limits too", async () => {
  const rows = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "insert into auth.users (id, email) values ('00000000-0000-4000-8000-0000000000aa', 'a@b.example')",
      "insert into public.lines (user_id, first, last, quantity, price, rebate, note) select id, 'Ada', 'L', 1000, 1000000000, 1000000000, null from public.profiles",
      "update public.lines set last = 'Lovelace'",
    ]);
    return (await inner.query("select full_name, gross, net, sum_of, noted from public.lines"))
      .rows;
  });
  expect(rows).toEqual([
    { full_name: "Ada Lovelace", gross: 1e12, net: -1000, sum_of: 2e9, noted: null },
  ]);
});

it("comes and goes with later migrations, its sources too", async () => {
  const direct = await catalogLines(migrated);
  const withFields = (fields: readonly object[]) => ({
    entities: [profile, entitySchema.parse({ ...bare, fields })],
    buckets: [],
  });
  const steps = await migrationsThrough([
    withFields([]),
    withFields([...computed, ...sources]),
    withFields(sources),
    withFields([]),
    { entities, buckets: [] },
  ]);
  const stepped = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.lines, public.profiles cascade",
    ]);
    await migrate(inner, steps);
    return catalogLines(inner);
  });
  expect(stepped).toEqual(direct);
});

it("cannot be written by clients, as types say", () => {
  const types = printDatabaseTypes(entities);
  expect(types).toContain("          gross: number;\n");
  expect(types).toContain("          noted: string | null;\n");
  expect(types.match(/ {10}gross\?: never;\n/g)).toHaveLength(2);
});

it.each([
  ["computed-source", { by: "sum", of: ["first", "quantity"] }],
  ["computed-source", { by: "join", of: ["first", "quantity"] }],
  ["computed-source", { by: "join", of: ["first", "nothing"] }],
  ["computed-source", { by: "sum", of: ["quantity", "made"] }],
  ["required-copy", { by: "join", of: ["first", "note"] }],
  ["computed-overflow", { by: "product", of: ["price", "price"] }],
])("finds %s in %j", (code, own) => {
  const fields = [...sources, { name: "made", type: "computed", ...own }];
  const wrong = entitySchema.parse({ ...bare, fields });
  expect(checkEntities([profile, wrong], []).map((found) => found.code)).toEqual([
    `schema/${code}`,
  ]);
});

it("finds one in a key", () => {
  const wrong = entitySchema.parse({
    ...bare,
    fields: [...sources, ...computed],
    unique: [["full_name"]],
  });
  expect(checkEntities([profile, wrong], []).map((found) => found.code)).toEqual([
    "schema/computed-in-key",
  ]);
});
