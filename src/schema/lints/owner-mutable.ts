import type { TableFacts } from "../../spec/database-facts.ts";
import type { Lint, LintSubject } from "./lint.ts";
import { readTrigger } from "./read-trigger.ts";
import { apiRolesOf, covers, policiesOf, policyHit, sameRelation } from "./subjects.ts";

export const ownerMutable: Lint = {
  code: "lint/owner-mutable",
  severity: "error",
  title: "Rows can be given away",
  explanation:
    "USING asks for the owner and WITH CHECK does not, so that a user can put somebody else in as owner.",
  remedy: "Repeat the comparison of the owner column in WITH CHECK.",
  find: ({ facts, read, readBody }) =>
    policiesOf(facts.tables).flatMap((place) => {
      const { table, policy } = place;
      if (
        !policy.permissive ||
        !covers(policy, "update") ||
        policy.check === null ||
        apiRolesOf(policy).length === 0
      )
        return [];
      const kept = new Set([
        ...read(policy.check).ownerColumns,
        ...guardedColumns(table, { facts, readBody }),
      ]);
      const lost = read(policy.using ?? "").ownerColumns.filter((column) => !kept.has(column));
      return lost.length === 0
        ? []
        : [policyHit(place, `${policy.name} lets the owner change ${lost.join(", ")}.`)];
    }),
};

/** Columns that a trigger looks after before an update changes them. */
function guardedColumns(
  table: TableFacts,
  { facts, readBody }: Pick<LintSubject, "facts" | "readBody">,
): readonly string[] {
  return table.triggers.flatMap((trigger) => {
    const { columns, isBefore, isOnUpdate } = readTrigger(trigger.definition);
    if (!isBefore || !isOnUpdate) return [];
    return facts.functions
      .filter((one) => sameRelation(one, trigger.function))
      .flatMap((one) => readBody(one).guardedColumns)
      .filter((column) => columns === null || columns.includes(column));
  });
}
