import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import type { Entity } from "../../src/spec/entity.ts";
import { ruledEntities, ruledTeams } from "./rule-entities.ts";
import { migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";

/** Every tree needs a matrix of its own. Milliseconds. */
const patience = 90_000;

/** Always the same trees; on a slow machine fewer of them, in milliseconds. */
const bounds = { seed: 20_261_121, numRuns: 5, interruptAfterTimeLimit: 40_000 };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Cells on Postgres against the oracle, policies and grants against the rules as formulas. */
async function expectAgreement(entities: readonly Entity[]): Promise<void> {
  const migrations = await migrationsThrough([{ entities, buckets: [] }]);
  const transaction = await database.begin();
  try {
    await migrate(transaction, migrations);
    const proof = await proveAccess(transaction, { entities, buckets: [], withMutants: false });
    expect(proof.diagnostics).toEqual([]);
  } finally {
    await transaction.rollback();
  }
}

test.each([
  ["what people publish", ruledEntities],
  ["what teams share", ruledTeams],
])(
  "oracle, truth table and Postgres agree on any tree of rules over %s",
  async (_, ruled) => {
    const sound = ruled.filter((entities) => !hasErrors(checkEntities(entities, [])));
    await fc.assert(fc.asyncProperty(sound, expectAgreement), bounds);
  },
  patience,
);
