import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, policiesOf, policyHit } from "./subjects.ts";

export const publicBucketListing: Lint = {
  code: "lint/public-bucket-listing",
  severity: "warning",
  title: "Files of a public bucket can be listed",
  explanation:
    "Files of a public bucket are read by address without any policy; a select policy only adds that anybody can list all of them.",
  remedy: "Remove the select policy, or limit it to the folder of the user.",
  find: ({ facts, read }) =>
    policiesOf(
      facts.tables.filter(({ schema, name }) => schema === "storage" && name === "objects"),
    ).flatMap((place) => {
      const { policy } = place;
      const using = policy.using ?? "";
      const listed = facts.buckets.filter(
        (bucket) => bucket.public && (read(using).isTrue || using.includes(`'${bucket.id}'`)),
      );
      const isWhole =
        read(using).columns.every((column) => column === "bucket_id") &&
        read(using).calls.length === 0 &&
        read(using).relations.length === 0;
      if (
        !policy.permissive ||
        !covers(policy, "select") ||
        apiRolesOf(policy).length === 0 ||
        !isWhole ||
        listed.length === 0
      )
        return [];
      return [
        policyHit(
          place,
          `${apiRolesOf(policy).join(" and ")} may list every file of ${listed.map(({ id }) => id).join(", ")}.`,
        ),
      ];
    }),
};
