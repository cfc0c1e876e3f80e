import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const plain = entitySchema.parse({
  name: "page",
  table: "pages",
  title: "Page",
  fields: [
    { name: "title", type: "text", max: 60 },
    { name: "body", type: "text", max: 600, default: "" },
  ],
  access: { select: "everyone" },
});
const searched: Entity = { ...plain, search: ["title"] };
const otherwise: Entity = { ...plain, search: { fields: ["title", "body"], language: "english" } };
const visit = entitySchema.parse({
  name: "visit",
  table: "visits",
  title: "Visit",
  references: [{ field: "visitor_id", to: "profile" }],
  owner: "visitor_id",
  events: true,
  access: { insert: "owner" },
});

const hard = entitySchema.parse({
  name: "entry",
  table: "entries",
  title: "Entry",
  fields: [{ name: "state", type: "text", max: 9, oneOf: ["draft", "open"], default: "draft" }],
  references: [{ field: "author_id", to: "profile" }],
  owner: "author_id",
  orders: [{ by: ["created_at desc"] }],
  access: { select: "everyone", insert: "owner", delete: "owner" },
});
const soft: Entity = { ...hard, softDelete: true };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it.each<[string, readonly Entity[], readonly Entity[]]>([
  ["adds a search", [plain], [searched]],
  ["changes a search", [searched], [otherwise]],
  ["takes a search away", [searched], [plain]],
  ["drops a table with a search", [profile, searched], [profile]],
  ["adds events", [profile], [profile, visit]],
  ["drops events", [profile, visit], [profile]],
  ["adds soft deletion", [profile, hard], [profile, soft]],
  ["takes soft deletion away", [profile, soft], [profile, hard]],
  ["drops a table with soft deletion", [profile, soft], [profile]],
])("the difference %s, and nothing is left of it", async (_, before, after) => {
  const declared = { entities: after, buckets: [] };
  const wanted = await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([declared]));
    return readCatalog(inner);
  });
  await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([{ entities: before, buckets: [] }]));
    const first = await diffSchema({ ...declared, wanted, actual: await readCatalog(inner) });
    await applyAll(
      inner,
      first.statements.map(({ node }) => printSql(node)),
    );
    const second = await diffSchema({ ...declared, wanted, actual: await readCatalog(inner) });
    expect(second).toEqual({ differences: [], statements: [], diagnostics: [] });
  });
});

it("an unchanged database has none, with months that were made ahead either", async () => {
  const declared = { entities: [profile, searched, visit], buckets: [] };
  await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([declared]));
    const wanted = await readCatalog(inner);
    await applyAll(inner, ["select public.prepare_visits(2)"]);
    const found = await diffSchema({ ...declared, wanted, actual: await readCatalog(inner) });
    expect(found).toEqual({ differences: [], statements: [], diagnostics: [] });
  });
});
