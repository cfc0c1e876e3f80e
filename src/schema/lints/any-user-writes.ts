import type { Lint } from "./lint.ts";
import { covers, policiesOf, policyHit } from "./subjects.ts";

export const anyUserWrites: Lint = {
  code: "lint/any-user-writes",
  severity: "warning",
  title: "Being signed in is no right",
  explanation:
    "A condition that only asks for a session lets every user change the rows of every other user.",
  remedy: "Compare a column of the row with the id of the user.",
  find: ({ facts, read }) =>
    policiesOf(facts.tables)
      .filter(
        ({ policy }) => policy.permissive && (covers(policy, "update") || covers(policy, "delete")),
      )
      .filter(({ policy }) => read(policy.using ?? "").asksOnlyForUser)
      .map((place) => policyHit(place, `${place.policy.name} only asks whether there is a user.`)),
};
