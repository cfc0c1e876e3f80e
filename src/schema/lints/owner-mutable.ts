import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, policiesOf, policyHit } from "./subjects.ts";

export const ownerMutable: Lint = {
  code: "lint/owner-mutable",
  severity: "error",
  title: "Rows can be given away",
  explanation:
    "USING asks for the owner and WITH CHECK does not, so that a user can put somebody else in as owner.",
  remedy: "Repeat the comparison of the owner column in WITH CHECK.",
  find: ({ facts, read }) =>
    policiesOf(facts.tables).flatMap((place) => {
      const { table, policy } = place;
      if (
        !policy.permissive ||
        !covers(policy, "update") ||
        policy.check === null ||
        apiRolesOf(policy).length === 0
      )
        return [];
      const kept = read(policy.check).ownerColumns;
      const guards = facts.functions.filter((guard) =>
        table.triggers.some(
          (trigger) =>
            /BEFORE [^ ]*.*UPDATE/.test(trigger.definition) &&
            trigger.function.name === guard.name &&
            trigger.function.schema === guard.schema,
        ),
      );
      const lost = read(policy.using ?? "").ownerColumns.filter(
        (column) => !kept.includes(column) && !guards.some(({ body }) => body.includes(column)),
      );
      return lost.length === 0
        ? []
        : [policyHit(place, `${policy.name} lets the owner change ${lost.join(", ")}.`)];
    }),
};
