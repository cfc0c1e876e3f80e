import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, policiesOf, policyHit } from "./subjects.ts";

export const alwaysTrueWrite: Lint = {
  code: "lint/always-true-write",
  severity: "error",
  title: "Anybody may write",
  explanation:
    "A policy that is always true lets every client with the role change or remove every row.",
  remedy: "Say in USING and WITH CHECK whose rows these are.",
  find: ({ facts, read }) =>
    policiesOf(facts.tables).flatMap(({ table, policy }) => {
      if (!policy.permissive || apiRolesOf(policy).length === 0) return [];
      const open = (["insert", "update", "delete"] as const).filter((command) => {
        if (!covers(policy, command)) return false;
        return command === "insert"
          ? read(policy.check ?? policy.using ?? "").isTrue
          : read(policy.using ?? "").isTrue;
      });
      return open.length === 0
        ? []
        : [
            policyHit(
              { table, policy },
              `${policy.name} lets ${apiRolesOf(policy).join(" and ")} ${open.join(", ")} any row.`,
            ),
          ];
    }),
};
