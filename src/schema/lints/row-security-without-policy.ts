import type { Lint } from "./lint.ts";
import { exposedTables, nameOf, tableHit } from "./subjects.ts";

export const rowSecurityWithoutPolicy: Lint = {
  code: "lint/row-security-without-policy",
  severity: "info",
  title: "Closed table",
  explanation: "With row level security and no policy no client sees any row; that may be meant.",
  remedy: "Write the policies, or revoke the grants when only the server uses the table.",
  find: ({ facts }) =>
    exposedTables(facts)
      .filter(
        ({ rls, policies, grants }) =>
          rls && policies.length === 0 && grants.some(({ role }) => role !== "service_role"),
      )
      .map((table) => tableHit(table, `${nameOf(table)} has grants for clients but no policy.`)),
};
