import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, ownTables } from "./subjects.ts";

export const smallSerialKey: Lint = {
  code: "lint/small-serial-key",
  severity: "warning",
  title: "Key that runs out",
  explanation:
    "A 4-byte key ends at 2,147,483,647, and changing its type rewrites the table and all that refer to it.",
  remedy: "Use bigint generated always as identity, or uuid where the key is seen in addresses.",
  find: ({ facts }) =>
    columnsOf(ownTables(facts))
      .filter(
        ({ table, column }) =>
          (table.primaryKey.length === 1 &&
            table.primaryKey[0] === column.name &&
            ["integer", "smallint"].includes(column.type)) ||
          (column.default ?? "").startsWith("nextval("),
      )
      .map((place) =>
        columnHit(
          place,
          `${place.column.name} is a key of type ${place.column.type}${(place.column.default ?? "").startsWith("nextval(") ? " with a serial sequence" : ""}.`,
        ),
      ),
};
