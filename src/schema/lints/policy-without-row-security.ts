import type { Lint } from "./lint.ts";
import { nameOf, tableHit } from "./subjects.ts";

export const policyWithoutRowSecurity: Lint = {
  code: "lint/policy-without-row-security",
  severity: "error",
  title: "Policies that are not in force",
  explanation: "Policies do nothing until row level security is enabled on their table.",
  remedy: "Enable row level security on the table.",
  find: ({ facts }) =>
    facts.tables
      .filter((table) => !table.rls && table.policies.length > 0)
      .map((table) =>
        tableHit(
          table,
          `${nameOf(table)} has ${table.policies.length} policies, but row level security is off.`,
        ),
      ),
};
