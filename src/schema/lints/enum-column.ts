import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, exposedTables } from "./subjects.ts";

export const enumColumn: Lint = {
  code: "lint/enum-column",
  severity: "info",
  title: "Enum where a check would do",
  explanation:
    "Equality on an enum cannot use an index below row level security, and values can never be removed.",
  remedy: "Use text with a CHECK of the allowed values.",
  find: ({ facts }) =>
    columnsOf(exposedTables(facts))
      .filter(({ column }) => column.isEnum)
      .map((place) => columnHit(place, `${place.column.name} is the enum ${place.column.type}.`)),
};
