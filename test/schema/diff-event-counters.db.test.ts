import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const declared = {
  name: "visit",
  table: "visits",
  title: "Visit",
  references: [{ field: "visitor_id", to: "profile" }],
  owner: "visitor_id",
  events: true,
  access: { insert: "owner" },
};
const uncounted = [profile, entitySchema.parse(declared)];
const counted = [
  profile,
  entitySchema.parse({
    ...declared,
    counters: [{ reference: "visitor_id", column: "visit_count" }],
  }),
];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const perRow = `create trigger visits_count after insert on public.visits for each row execute function private.count_visits()`;

it.each([
  ["a counter that is missing", { before: uncounted, after: counted, drift: [] }],
  ["a counter that nobody wants", { before: counted, after: uncounted, drift: [] }],
  [
    "a trigger that is missing",
    { before: counted, after: counted, drift: ["drop trigger visits_count on public.visits"] },
  ],
  [
    "a trigger that runs once a row",
    {
      before: counted,
      after: counted,
      drift: ["drop trigger visits_count on public.visits", perRow],
    },
  ],
  [
    "an index by time that is missing",
    {
      before: counted,
      after: counted,
      drift: ["drop index public.visits_created_at_brin_idx"],
    },
  ],
])("%s is a difference, and nothing is left of it", async (_, { before, after, drift }) => {
  const wish = { entities: after, buckets: [] };
  const wanted = await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([wish]));
    return readCatalog(inner);
  });
  await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([{ entities: before, buckets: [] }]));
    await applyAll(inner, drift);
    const first = await diffSchema({ ...wish, wanted, actual: await readCatalog(inner) });
    expect(first.differences).not.toEqual([]);
    await applyAll(
      inner,
      first.statements.map(({ node }) => printSql(node)),
    );
    const second = await diffSchema({ ...wish, wanted, actual: await readCatalog(inner) });
    expect(second).toEqual({ differences: [], statements: [], diagnostics: [] });
  });
});
