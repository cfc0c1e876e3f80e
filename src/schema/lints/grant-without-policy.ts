import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, exposedTables, nameOf, tableHit } from "./subjects.ts";

export const grantWithoutPolicy: Lint = {
  code: "lint/grant-without-policy",
  severity: "info",
  title: "Grant without a policy",
  explanation:
    "The grant does nothing today, and opens the command the day somebody writes a policy or switches row level security off.",
  remedy: "Revoke the privilege or write its policy.",
  find: ({ facts }) =>
    exposedTables(facts).flatMap((table) => {
      if (!table.rls || table.policies.length === 0) return [];
      const idle = table.grants.filter(
        ({ role, command }) =>
          role !== "service_role" &&
          !table.policies.some(
            (policy) =>
              policy.permissive && covers(policy, command) && apiRolesOf(policy).includes(role),
          ),
      );
      return idle.length === 0
        ? []
        : [
            tableHit(
              table,
              `${nameOf(table)} grants ${idle.map(({ role, command }) => `${command} to ${role}`).join(", ")}, for which no policy exists.`,
            ),
          ];
    }),
};
