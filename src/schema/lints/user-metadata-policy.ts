import type { Lint } from "./lint.ts";
import { expressionsOf, policiesOf, policyHit } from "./subjects.ts";

export const userMetadataPolicy: Lint = {
  code: "lint/user-metadata-policy",
  severity: "error",
  title: "Policy trusts what users write",
  explanation:
    "Users change their own user_metadata, so a policy that reads it lets them give themselves any right.",
  remedy: "Keep rights in app_metadata or in a table that users cannot write.",
  find: ({ facts }) =>
    policiesOf(facts.tables)
      .filter(({ policy }) => expressionsOf(policy).some((text) => /user_meta_?data/.test(text)))
      .map((place) => policyHit(place, `${place.policy.name} reads user_metadata.`)),
};
