import type { Lint } from "./lint.ts";
import { exposedTables, nameOf, tableHit } from "./subjects.ts";

export const rowSecurityOff: Lint = {
  code: "lint/row-security-off",
  severity: "error",
  title: "Row level security is off",
  explanation:
    "Without row level security every grant opens every row of the table to whoever has the project's public key.",
  remedy: "Enable row level security and write a policy for each command that clients may use.",
  find: ({ facts }) =>
    exposedTables(facts)
      .filter((table) => !table.rls)
      .map((table) => tableHit(table, `${nameOf(table)} has row level security switched off.`)),
};
