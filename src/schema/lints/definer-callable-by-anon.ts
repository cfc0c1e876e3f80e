import type { Lint } from "./lint.ts";
import { functionHit, nameOf } from "./subjects.ts";

export const definerCallableByAnon: Lint = {
  code: "lint/definer-callable-by-anon",
  severity: "warning",
  title: "Visitors may call a function with the rights of its owner",
  explanation:
    "A SECURITY DEFINER function passes by every policy, and Postgres lets everybody call new functions.",
  remedy: "Revoke execute from public and anon, and grant it to the roles that need it.",
  find: ({ facts, readBody }) =>
    facts.functions
      .filter(
        ({ schema, securityDefiner, executableBy }) =>
          schema === "public" && securityDefiner && executableBy.includes("anon"),
      )
      // A reader that tells the roles of its callers apart has a rule for visitors.
      .filter((found) => found.volatility === "volatile" || !readBody(found).choosesRowsByRole)
      .map((found) =>
        functionHit(
          found,
          `anon may call ${nameOf(found)}, which runs with the rights of ${found.owner}.`,
        ),
      ),
};
