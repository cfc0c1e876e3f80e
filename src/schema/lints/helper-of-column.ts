import type { Lint } from "./lint.ts";
import { expressionsOf, policiesOf, policyHit } from "./subjects.ts";

export const helperOfColumn: Lint = {
  code: "lint/helper-of-column",
  severity: "warning",
  title: "Function called with a column in a policy",
  explanation: "A function of a column runs for each row of the table, and no index can help.",
  remedy:
    "Turn the function around so that it returns the ids the user may see, and write: column in (select function()).",
  find: ({ facts, read }) =>
    policiesOf(facts.tables).flatMap((place) => {
      const calls = expressionsOf(place.policy).flatMap((text) => read(text).calls);
      const names = calls
        .filter(({ name, ofColumn }) => ofColumn && own(name))
        .map(({ name }) => name);
      return names.length === 0
        ? []
        : [
            policyHit(
              place,
              `${place.policy.name} calls ${[...new Set(names)].join(", ")} with a column.`,
            ),
          ];
    }),
};

/** Functions of Postgres and of storage paths are cheap and known. */
function own(name: string): boolean {
  return name.includes(".") && !/^(?:pg_catalog|storage|auth|realtime|extensions)\./.test(name);
}
