import type { Lint } from "./lint.ts";
import { policiesOf, policyHit } from "./subjects.ts";

export const updateWithoutCheck: Lint = {
  code: "lint/update-without-check",
  severity: "warning",
  title: "Update policy without WITH CHECK",
  explanation:
    "The row as it becomes is only checked by USING; what the policy forbids to write is not said.",
  remedy: "Add WITH CHECK with the condition that the changed row must satisfy.",
  find: ({ facts }) =>
    policiesOf(facts.tables)
      .filter(
        ({ policy }) => policy.command === "update" && policy.permissive && policy.check === null,
      )
      .map((place) =>
        policyHit(place, `${place.policy.name} says nothing about the row after the update.`),
      ),
};
