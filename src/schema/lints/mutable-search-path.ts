import type { Lint } from "./lint.ts";
import { functionHit, nameOf } from "./subjects.ts";

export const mutableSearchPath: Lint = {
  code: "lint/mutable-search-path",
  severity: "warning",
  title: "Function without a search path of its own",
  explanation:
    "Names in the body mean what the caller makes them mean, who can put objects of the same name in front.",
  remedy: "Add: set search_path = '', and write every name with its schema.",
  find: ({ facts }) =>
    facts.functions
      .filter(
        ({ config, language }) =>
          ["sql", "plpgsql"].includes(language) &&
          !config.some((setting) => setting.startsWith("search_path=")),
      )
      .map((found) =>
        functionHit(
          found,
          `${nameOf(found)} has no search_path of its own${found.securityDefiner ? " and runs with the rights of its owner" : ""}.`,
        ),
      ),
};
