import type { Lint } from "./lint.ts";
import { exposedTables, isSearchable, policiesOf, policyHit } from "./subjects.ts";

export const policyColumnNotIndexed: Lint = {
  code: "lint/policy-column-not-indexed",
  severity: "warning",
  title: "Policy compares a column without index",
  explanation: "Every query of a user then reads the whole table to find the rows of that user.",
  remedy: "Create an index that begins with the column.",
  find: ({ facts, read }) =>
    policiesOf(exposedTables(facts)).flatMap((place) => {
      const { table, policy } = place;
      const bare = read(policy.using ?? "").ownerColumns.filter(
        (column) =>
          !table.indexes.some(
            (index) => index.columns[0] === column && isSearchable(index, column),
          ),
      );
      return bare.length === 0
        ? []
        : [
            policyHit(
              place,
              `${policy.name} compares ${bare.join(", ")}, with which no index begins.`,
            ),
          ];
    }),
};
