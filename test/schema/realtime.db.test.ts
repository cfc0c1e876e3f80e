import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Session } from "../../src/backend/session.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import { migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const quiet = {
  name: "order",
  table: "parcels",
  title: "Order",
  references: [{ field: "user_id", to: "profile" }],
  owner: "user_id",
  access: { select: "owner", insert: "owner" },
};
const plain = { entities: [profile, entitySchema.parse(quiet)], buckets: [] };
const live = { entities: [profile, entitySchema.parse({ ...quiet, realtime: true })], buckets: [] };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function published(session: Session): Promise<readonly unknown[]> {
  const { rows } = await session.query(
    "select tablename from pg_publication_tables where pubname = 'supabase_realtime' order by 1",
  );
  return rows.map((row) => row["tablename"]);
}

it.each([
  ["in the first migration", [live], ["parcels"]],
  ["in a later one", [plain, live], ["parcels"]],
  ["no more", [plain, live, plain], []],
  ["gone with its table", [live, { entities: [profile], buckets: [] }], []],
  ["never", [plain], []],
])("publishes a table %s", async (_, states, tables) => {
  const steps = await migrationsThrough(states);
  const found = await database.rolledBack(async (inner) => {
    await migrate(inner, steps);
    return published(inner);
  });
  expect(found).toEqual(tables);
});

it("warns when nobody could receive anything", () => {
  const unread = entitySchema.parse({ ...quiet, realtime: true, access: { insert: "owner" } });
  expect(checkEntities([profile, unread], []).map(({ code }) => code)).toEqual([
    "schema/realtime-unreadable",
  ]);
  expect(checkEntities(live.entities, [])).toEqual([]);
});
