import type { Lint } from "./lint.ts";
import { nameOf, ownTables, tableHit } from "./subjects.ts";

export const foreignKeyWithoutAction: Lint = {
  code: "lint/foreign-key-without-action",
  severity: "info",
  title: "Foreign key that does not say what happens",
  explanation:
    "Without ON DELETE the parent cannot be deleted while it has parts; that is often found out late.",
  remedy: "Say on delete cascade, set null or restrict.",
  find: ({ facts }) =>
    ownTables(facts).flatMap((table) =>
      table.foreignKeys
        .filter(({ onDelete }) => onDelete === "no action")
        .map(({ name, columns }) => ({
          ...tableHit(table, `${nameOf(table)}.${columns.join(", ")} has no ON DELETE action.`),
          name,
        })),
    ),
};
