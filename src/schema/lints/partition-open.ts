import type { Lint } from "./lint.ts";
import { nameOf, tableHit } from "./subjects.ts";

export const partitionOpen: Lint = {
  code: "lint/partition-open",
  severity: "error",
  title: "Partition beside the policies of its table",
  explanation:
    "Policies of a partitioned table are not asked when a partition is read by its own name, and the API shows every table of the schema.",
  remedy:
    "Enable row level security on each partition, or put partitions into a schema that the API does not show.",
  find: ({ facts }) =>
    facts.tables
      .filter(
        ({ grants, isPartition, rls, schema }) =>
          schema === "public" &&
          isPartition &&
          !rls &&
          grants.some(({ role }) => role !== "service_role"),
      )
      .map((table) =>
        tableHit(table, `${nameOf(table)} is a partition that clients reach without any policy.`),
      ),
};
