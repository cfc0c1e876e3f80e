import type { Lint } from "./lint.ts";
import { indexHit, ownTables } from "./subjects.ts";

export const redundantIndex: Lint = {
  code: "lint/redundant-index",
  severity: "info",
  title: "Index that another one contains",
  explanation:
    "An index on the first columns of another index is never needed: the longer one serves the same queries.",
  remedy: "Drop the shorter index.",
  find: ({ facts }) =>
    ownTables(facts).flatMap((table) =>
      table.indexes.flatMap((index) => {
        if (
          index.isConstraint ||
          index.unique ||
          index.predicate !== null ||
          index.method !== "btree"
        )
          return [];
        const wide = table.indexes.find(
          (other) =>
            other.definition.startsWith(`${index.definition.slice(0, -1)},`) &&
            other.predicate === null,
        );
        return wide === undefined
          ? []
          : [
              {
                ...indexHit(table, index),
                message: `${index.name} is the beginning of ${wide.name}.`,
              },
            ];
      }),
    ),
};
