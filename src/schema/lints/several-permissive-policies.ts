import type { Lint } from "./lint.ts";
import { apiRolesOf, covers, nameOf, tableHit } from "./subjects.ts";

export const severalPermissivePolicies: Lint = {
  code: "lint/several-permissive-policies",
  severity: "warning",
  title: "Several permissive policies for one command",
  explanation: "Postgres evaluates all of them for each row, and one lax policy undoes the others.",
  remedy: "Merge them into one policy with OR.",
  find: ({ facts }) =>
    facts.tables.flatMap((table) =>
      (["select", "insert", "update", "delete"] as const).flatMap((command) =>
        ["anon", "authenticated"].flatMap((role) => {
          const names = table.policies
            .filter(
              (policy) =>
                policy.permissive && covers(policy, command) && apiRolesOf(policy).includes(role),
            )
            .map(({ name }) => name);
          if (names.length < 2 || table.schema === "storage") return [];
          return [
            tableHit(
              table,
              `${nameOf(table)} has ${names.length} permissive policies for ${command} by ${role}: ${names.join(", ")}.`,
            ),
          ];
        }),
      ),
    ),
};
