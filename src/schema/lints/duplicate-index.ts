import type { Lint } from "./lint.ts";
import { indexHit, ownTables } from "./subjects.ts";

export const duplicateIndex: Lint = {
  code: "lint/duplicate-index",
  severity: "warning",
  title: "Two indexes that do the same",
  explanation:
    "Each index costs time on every write and space, and the second of two equal ones gives nothing.",
  remedy: "Drop one of them.",
  find: ({ facts }) =>
    ownTables(facts).flatMap((table) =>
      table.indexes.flatMap((index, place) => {
        const same = table.indexes.find(
          (other, at) =>
            other.definition === index.definition &&
            (index.isConstraint ? false : other.isConstraint || at < place),
        );
        return same === undefined
          ? []
          : [{ ...indexHit(table, index), message: `${index.name} is the same as ${same.name}.` }];
      }),
    ),
};
