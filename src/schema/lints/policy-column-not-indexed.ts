import type { Lint, LintSubject } from "./lint.ts";
import {
  exposedTables,
  isSearchable,
  policiesOf,
  policyHit,
  type PolicyPlace,
} from "./subjects.ts";

export const policyColumnNotIndexed: Lint = {
  code: "lint/policy-column-not-indexed",
  severity: "warning",
  title: "Policy compares a column without index",
  explanation: "Every query of a user then reads the whole table to find the rows of that user.",
  remedy: "Create an index that begins with the column.",
  find: ({ facts, read }) =>
    policiesOf(exposedTables(facts)).flatMap((place) => {
      const bare = unindexedPolicyColumns(place, { read });
      return bare.length === 0
        ? []
        : [
            policyHit(
              place,
              `${place.policy.name} compares ${bare.join(", ")}, with which no index begins.`,
            ),
          ];
    }),
};

/** Columns that a policy compares with the user, and with which no index begins. */
export function unindexedPolicyColumns(
  { table, policy }: PolicyPlace,
  { read }: Pick<LintSubject, "read">,
): readonly string[] {
  return read(policy.using ?? "").ownerColumns.filter(
    (column) =>
      !table.indexes.some((index) => index.columns[0] === column && isSearchable(index, column)),
  );
}
