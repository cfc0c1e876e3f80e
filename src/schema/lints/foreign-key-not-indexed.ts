import type { TableFacts } from "../../spec/database-facts.ts";
import type { Lint } from "./lint.ts";
import { isSearchable, nameOf, ownTables, tableHit } from "./subjects.ts";

export const foreignKeyNotIndexed: Lint = {
  code: "lint/foreign-key-not-indexed",
  severity: "warning",
  title: "Foreign key without index",
  explanation:
    "Deleting or changing the parent searches the whole child table for each row, and joins do too.",
  remedy: "Create an index that begins with the columns of the foreign key.",
  find: ({ facts }) =>
    ownTables(facts).flatMap((table) =>
      unindexedForeignKeys(table).map(({ name, columns }) => ({
        ...tableHit(
          table,
          `No index of ${nameOf(table)} begins with ${columns.join(", ")}, the columns of ${name}.`,
        ),
        name,
      })),
    ),
};

export function unindexedForeignKeys(table: TableFacts): TableFacts["foreignKeys"] {
  return table.foreignKeys.filter(
    ({ columns }) =>
      !table.indexes.some(
        (index) =>
          leads(index.columns, columns) && columns.some((column) => isSearchable(index, column)),
      ),
  );
}

function leads(index: readonly string[], key: readonly string[]): boolean {
  const first = new Set(index.slice(0, key.length));
  return key.every((column) => first.has(column));
}
