import type { Lint } from "./lint.ts";
import { policiesOf, policyHit } from "./subjects.ts";

export const policyForPublic: Lint = {
  code: "lint/policy-for-public",
  severity: "warning",
  title: "Policy that names no role",
  explanation:
    "Without TO a policy is evaluated for every role, visitors included, even when it can never be true for them.",
  remedy: "Name the roles with TO.",
  find: ({ facts }) =>
    policiesOf(facts.tables)
      .filter(({ policy }) => policy.roles.includes("public"))
      .map((place) => policyHit(place, `${place.policy.name} is for every role.`)),
};
