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

const owned = { select: "owner", insert: "owner", update: "owner", delete: "owner" };

/** One to one with its user. */
const settings = entitySchema.parse({
  name: "setting",
  table: "settings",
  title: "Settings",
  fields: [{ name: "theme", type: "text", max: 9, default: "dark" }],
  references: [{ field: "user_id", to: "profile", unique: true }],
  owner: "user_id",
  access: owned,
});

const plainAddress = {
  name: "address",
  table: "addresses",
  title: "Address",
  fields: [
    { name: "street", type: "text", min: 1, max: 80 },
    { name: "label", type: "text", max: 9, oneOf: ["home", "work"], required: false },
    { name: "is_default", type: "boolean", default: false },
    { name: "removed_at", type: "timestamptz", required: false },
  ],
  references: [{ field: "user_id", to: "profile" }],
  owner: "user_id",
  access: owned,
};
const address = entitySchema.parse({
  ...plainAddress,
  partialUnique: [
    { fields: ["user_id"], where: { field: "is_default", equals: true } },
    { fields: ["user_id", "street"], where: { field: "removed_at", present: false } },
    { fields: ["user_id", "label"], where: { field: "label", present: true } },
  ],
});
const entities = [profile, settings, address];

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

it("makes a one-to-one reference unique, and says so to clients", () => {
  const types = printDatabaseTypes(entities);
  expect(types).toContain(
    `foreignKeyName: "settings_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;`,
  );
  expect(types).toContain(
    `foreignKeyName: "addresses_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;`,
  );
});

const ada = "00000000-0000-4000-8000-0000000000aa";
const newAddress = (values: string) =>
  `insert into public.addresses (user_id, street, is_default, label, removed_at) values ('${ada}', ${values})`;

/** Which key refuses the last of the statements; null: none. */
async function refusal(...statements: readonly string[]): Promise<string | null> {
  return migrated.rolledBack(async (inner) => {
    await applyAll(inner, [`insert into auth.users (id, email) values ('${ada}', 'a@b.example')`]);
    const failure = await applyAll(inner, statements).then(
      () => null,
      (error: Error) => error.message,
    );
    return failure === null ? null : (/constraint "([a-z_]+)"/.exec(failure)?.[1] ?? failure);
  });
}

it("keeps apart the rows that satisfy the condition, and no others", async () => {
  expect(
    await refusal(newAddress("'a', true, 'home', null"), newAddress("'b', true, 'work', null")),
  ).toBe("addresses_user_id_is_default_partial_key");
  expect(
    await refusal(newAddress("'a', true, null, null"), newAddress("'b', false, null, null")),
  ).toBeNull();
  expect(
    await refusal(newAddress("'a', false, null, now()"), newAddress("'a', false, null, null")),
  ).toBeNull();
  expect(
    await refusal(newAddress("'a', false, null, null"), newAddress("'a', false, null, null")),
  ).toBe("addresses_user_id_street_removed_at_partial_key");
  expect(
    await refusal(newAddress("'a', false, 'home', null"), newAddress("'b', false, 'home', null")),
  ).toBe("addresses_user_id_label_partial_key");
  const setting = `insert into public.settings (user_id) values ('${ada}')`;
  expect(await refusal(setting, setting)).toBe("settings_user_id_key");
});

it("comes and goes with later migrations", async () => {
  const direct = await catalogLines(migrated);
  const plain = { entities: [profile, settings, entitySchema.parse(plainAddress)], buckets: [] };
  const steps = await migrationsThrough([
    plain,
    { entities, buckets: [] },
    plain,
    { entities, buckets: [] },
  ]);
  const stepped = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.settings, public.addresses, public.profiles cascade",
    ]);
    await migrate(inner, steps);
    return catalogLines(inner);
  });
  expect(stepped).toEqual(direct);
});

it.each([
  ["unknown-column", { fields: ["user_id"], where: { field: "nothing", present: true } }],
  ["unknown-column", { fields: ["nothing"], where: { field: "is_default", present: true } }],
  ["repeated-column", { fields: ["street", "street"], where: { field: "label", present: true } }],
  ["partial-key-condition", { fields: ["street"], where: { field: "is_default", equals: "yes" } }],
  ["partial-key-condition", { fields: ["street"], where: { field: "created_at", present: true } }],
])("finds %s in %j", (code, key) => {
  const wrong = entitySchema.parse({ ...plainAddress, partialUnique: [key] });
  expect(checkEntities([profile, wrong], []).map((found) => found.code)).toEqual([
    `schema/${code}`,
  ]);
});
