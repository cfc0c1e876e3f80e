import type { Lint } from "./lint.ts";
import { expressionsOf, policiesOf, policyHit } from "./subjects.ts";

export const functionPerRow: Lint = {
  code: "lint/function-per-row",
  severity: "warning",
  title: "User is looked up for each row",
  explanation:
    "auth.uid() in a policy runs once for each row; inside a subquery of its own Postgres runs it once for each query.",
  remedy: "Write (select auth.uid()) instead of auth.uid().",
  find: ({ facts, read }) =>
    policiesOf(facts.tables).flatMap((place) => {
      const calls = expressionsOf(place.policy).flatMap((text) => read(text).calls);
      const names = calls
        .filter(({ name, perRow }) => perRow && perRequest.test(name))
        .map(({ name }) => name);
      return names.length === 0
        ? []
        : [
            policyHit(
              place,
              `${place.policy.name} calls ${[...new Set(names)].join(", ")} for each row.`,
            ),
          ];
    }),
};

const perRequest = /^(?:auth\.(?:uid|jwt|role|email)|(?:pg_catalog\.)?current_setting)$/;
