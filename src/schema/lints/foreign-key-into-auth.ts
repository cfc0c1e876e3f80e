import type { Lint } from "./lint.ts";
import { nameOf, ownTables, tableHit } from "./subjects.ts";

export const foreignKeyIntoAuth: Lint = {
  code: "lint/foreign-key-into-auth",
  severity: "error",
  title: "Foreign key into tables of the platform",
  explanation:
    "Only the key of auth.users is promised to stay; a key into other tables of auth can break updates of the platform.",
  remedy: "Refer to auth.users (id).",
  find: ({ facts }) =>
    ownTables(facts).flatMap((table) =>
      table.foreignKeys
        .filter(
          (key) =>
            key.table.schema === "auth" &&
            (key.table.name !== "users" || key.referencedColumns.join() !== "id"),
        )
        .map((key) => ({
          ...tableHit(
            table,
            `${nameOf(table)}.${key.columns.join(", ")} refers to ${key.table.schema}.${key.table.name} (${key.referencedColumns.join(", ")}).`,
          ),
          name: key.name,
        })),
    ),
};
