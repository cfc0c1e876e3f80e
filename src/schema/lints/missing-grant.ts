import type { DataCommand, TableFacts } from "../../spec/database-facts.ts";
import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, exposedTables, policiesOf, policyHit } from "./subjects.ts";
import type { PolicyPlace } from "./subjects.ts";

export const missingGrant: Lint = {
  code: "lint/missing-grant",
  severity: "warning",
  title: "Policy without the grant it needs",
  explanation:
    "New Supabase projects grant nothing by default, so that the policy is never asked and requests fail with 42501.",
  remedy: "Grant the command on the table to the roles of the policy.",
  find: ({ facts }) =>
    policiesOf(exposedTables(facts)).flatMap((place) => {
      const { table, policy } = place;
      const missing = missingGrants(place).map(({ command, role }) => `${command} to ${role}`);
      return missing.length === 0
        ? []
        : [policyHit({ table, policy }, `${policy.name} needs a grant of ${missing.join(", ")}.`)];
    }),
};

const commands: readonly DataCommand[] = ["select", "insert", "update", "delete"];

/** What a policy allows roles that it names and that no grant lets them do. */
export function missingGrants({ table, policy }: PolicyPlace): TableFacts["grants"] {
  if (!policy.permissive) return [];
  return commands
    .filter((command) => covers(policy, command))
    .flatMap((command) =>
      policy.roles
        .filter((role) => apiRolesOf(policy).includes(role))
        .filter((role) => !isGranted(table, { role, command }))
        .map((role) => ({ role, command })),
    );
}

function isGranted({ grants }: TableFacts, wanted: TableFacts["grants"][number]): boolean {
  return grants.some(({ role, command }) => role === wanted.role && command === wanted.command);
}
