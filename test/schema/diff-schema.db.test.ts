import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { entityGraphs } from "./entity-graphs.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  type Declared,
} from "./schema-database.ts";

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

describe("the difference between any two graphs of entities", () => {
  it("is closed by its own migration", async () => {
    await fc.assert(
      fc.asyncProperty(entityGraphs, entityGraphs, async (before, after) => {
        const wanted = await fresh(after);
        await database.rolledBack(async (inner) => {
          await migrate(inner, await migrationsThrough([before]));
          const request = { ...after, wanted: wanted.catalog };
          const first = await diffSchema({ ...request, actual: await readCatalog(inner) });
          const forward = first.statements.map(({ node }) => printSql(node));
          await applyAll(inner, forward);
          const second = await diffSchema({ ...request, actual: await readCatalog(inner) });
          expect(second).toEqual({ differences: [], statements: [] });
          const lines = await catalogLines(inner);
          await applyAll(inner, forward);
          expect(await catalogLines(inner)).toEqual(lines);
        });
      }),
      { numRuns: 12, seed: 20_250_101, endOnFailure: true },
    );
  });
});
