import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import type { Database } from "../../src/backend/open-database.ts";
import { describeTables, type InspectedTable } from "../../src/schema/describe-tables.ts";
import { withJoins } from "../../src/schema/join-entities.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import type { Entity } from "../../src/spec/entity.ts";
import {
  byColumn,
  byName,
  expectedTables,
  type ExpectedTable,
  type IndexStart,
} from "./expected-tables.ts";
import { migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { phasesOfGraphs } from "./whole-graphs.ts";

/** Milliseconds for all random databases together. */
const patience = 60_000;

/** What random rules themselves ask for. */
const askedFor = new Set([
  "lint/always-true-write",
  "lint/any-user-writes",
  "lint/child-more-open",
]);

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What is found, in the words in which it is expected. */
function found(table: InspectedTable): Omit<ExpectedTable, "indexStarts"> {
  return {
    name: table.name,
    columns: table.columns.toSorted(byName),
    primaryKey: table.primaryKey,
    foreignKeys: table.foreignKeys.toSorted(byColumn),
    uniqueKeys: table.indexes
      .filter(({ unique }) => unique)
      .map(({ columns }) => columns.join(", "))
      .toSorted(),
    policies: table.policies
      .flatMap(({ command, roles }) => roles.map((role) => `${command} ${role}`))
      .toSorted(),
  };
}

function expectTable(table: InspectedTable, expected: ExpectedTable): void {
  const { indexStarts, ...rest } = expected;
  expect(found(table)).toEqual(rest);
  expect(table.rls).toBe(true);
  for (const { name, permissive } of table.policies) {
    expect(permissive).toBe(true);
    expect(name).toMatch(new RegExp(`^${table.name}_(select|insert|update|delete)(_anon)?$`));
  }
  const serves = (index: InspectedTable["indexes"][number], { columns, where }: IndexStart) =>
    (index.where ?? null) === where &&
    columns.every((name, place) => index.columns[place] === name);
  for (const start of indexStarts) {
    expect(
      table.indexes.some((index) => serves(index, start)),
      `an index of ${table.name} starts with ${start.columns.join(", ")} where ${start.where}`,
    ).toBe(true);
  }
  for (const index of table.indexes) {
    const isWanted = index.unique || indexStarts.some((start) => serves(index, start));
    expect(isWanted, `${index.name} is there for something`).toBe(true);
  }
}

async function expectBack(phases: readonly (readonly Entity[])[]): Promise<void> {
  const migrations = await migrationsThrough(phases.map((entities) => ({ entities, buckets: [] })));
  const transaction = await database.begin();
  try {
    await migrate(transaction, migrations);
    const facts = await inspectDatabase(transaction);
    const entities = withJoins(phases.at(-1) ?? []);
    const expected = expectedTables(entities).toSorted(byName);
    const tables = describeTables(facts);
    expect(tables.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [position, table] of tables.entries()) {
      const wanted = expected[position];
      if (wanted !== undefined) expectTable(table, wanted);
    }
    const worse = (await runLints(facts)).filter(
      ({ lint }) => lint.severity !== "info" && !askedFor.has(lint.code),
    );
    expect(worse.map(({ lint, message }) => `${lint.code} ${message}`)).toEqual([]);
  } finally {
    await transaction.rollback();
  }
}

test(
  "any entities, compiled in any number of phases and applied, are found again as they say, without a warning",
  async () => {
    await fc.assert(fc.asyncProperty(phasesOfGraphs, expectBack), {
      seed: 20_261_121,
      numRuns: 30,
      interruptAfterTimeLimit: 30_000,
    });
  },
  patience,
);
