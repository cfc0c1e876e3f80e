import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, ownTables } from "./subjects.ts";

export const timestampWithoutZone: Lint = {
  code: "lint/timestamp-without-zone",
  severity: "warning",
  title: "Time without time zone",
  explanation: "The value means another moment to every session with another time zone.",
  remedy: "Use timestamptz.",
  find: ({ facts }) =>
    columnsOf(ownTables(facts))
      .filter(
        ({ column }) =>
          /^time(?:stamp)?(?:\(\d\))? without time zone$/.test(column.type) &&
          column.type.startsWith("timestamp"),
      )
      .map((place) => columnHit(place, `${place.column.name} is a ${place.column.type}.`)),
};
