import type { Lint } from "./lint.ts";
import { functionHit, nameOf } from "./subjects.ts";

export const definerDynamicSql: Lint = {
  code: "lint/definer-dynamic-sql",
  severity: "warning",
  title: "Values become SQL with the rights of an owner",
  explanation:
    "A SECURITY DEFINER function puts values unquoted into a text that it executes, so that whoever chooses a value runs SQL that no policy binds.",
  remedy: "Use format() with %I for names and %L for values, or hand values over by USING.",
  find: ({ facts, readBody }) =>
    facts.functions
      .filter((found) => found.securityDefiner && readBody(found).hasUnquotedText)
      .map((found) =>
        functionHit(
          found,
          `${nameOf(found)} executes a text that values are joined into unquoted.`,
        ),
      ),
};
