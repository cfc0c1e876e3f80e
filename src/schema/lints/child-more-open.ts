import type { TableFacts } from "../../spec/database-facts.ts";
import type { Lint, LintSubject } from "./lint.ts";
import {
  apiRolesOf,
  covers,
  exposedTables,
  isOpenToRead,
  nameOf,
  sameRelation,
  tableHit,
} from "./subjects.ts";

export const childMoreOpen: Lint = {
  code: "lint/child-more-open",
  severity: "warning",
  title: "Part is readable where the whole is not",
  explanation: "Whoever may not see the parent still reads its parts, with its key.",
  remedy: "Let the policy of the child ask whether the parent can be read.",
  find: ({ facts, read }) =>
    exposedTables(facts)
      .filter((table) => isOpenToRead(table, { read }) && isRead(table))
      .flatMap((table) =>
        table.foreignKeys.flatMap((key) => {
          const parent = exposedTables(facts).find((other) => sameRelation(other, key.table));
          const isPart =
            key.onDelete === "cascade" &&
            parent !== undefined &&
            !sameRelation(parent, table) &&
            !isPerson(parent, read);
          if (!isPart || isOpenToRead(parent, { read })) return [];
          const isGuarded = parent.policies.some(
            (policy) => covers(policy, "select") && apiRolesOf(policy).length > 0,
          );
          return isGuarded
            ? [
                tableHit(
                  table,
                  `Every row of ${nameOf(table)} is readable, but not every row of ${nameOf(parent)}, to which it belongs by ${key.columns.join(", ")}.`,
                ),
              ]
            : [];
        }),
      ),
};

function isRead({
  grants,
}: {
  readonly grants: readonly { readonly role: string; readonly command: string }[];
}): boolean {
  return grants.some(({ role, command }) => role !== "service_role" && command === "select");
}

/** Rows that are users: what people make may be open where they themselves are not. */
function isPerson(table: TableFacts, read: LintSubject["read"]): boolean {
  return table.policies.some((policy) =>
    read(policy.using ?? "").ownerColumns.some((column) => table.primaryKey.join() === column),
  );
}
