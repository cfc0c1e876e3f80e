import type { Lint } from "./lint.ts";
import { nameOf, ownTables, tableHit } from "./subjects.ts";

export const noPrimaryKey: Lint = {
  code: "lint/no-primary-key",
  severity: "warning",
  title: "Table without primary key",
  explanation:
    "Rows cannot be told apart: realtime, replication and updates of one row need a key.",
  remedy: "Add a primary key.",
  find: ({ facts }) =>
    ownTables(facts)
      .filter(({ primaryKey }) => primaryKey.length === 0)
      .map((table) => tableHit(table, `${nameOf(table)} has no primary key.`)),
};
