import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, exposedTables, policiesOf, policyHit } from "./subjects.ts";

export const missingGrant: Lint = {
  code: "lint/missing-grant",
  severity: "warning",
  title: "Policy without the grant it needs",
  explanation:
    "New Supabase projects grant nothing by default, so that the policy is never asked and requests fail with 42501.",
  remedy: "Grant the command on the table to the roles of the policy.",
  find: ({ facts }) =>
    policiesOf(exposedTables(facts)).flatMap(({ table, policy }) => {
      const missing = (["select", "insert", "update", "delete"] as const).flatMap((command) =>
        policy.permissive && covers(policy, command)
          ? policy.roles
              .filter(
                (role) =>
                  apiRolesOf(policy).includes(role) &&
                  !table.grants.some((grant) => grant.role === role && grant.command === command),
              )
              .map((role) => `${command} to ${role}`)
          : [],
      );
      return missing.length === 0
        ? []
        : [policyHit({ table, policy }, `${policy.name} needs a grant of ${missing.join(", ")}.`)];
    }),
};
