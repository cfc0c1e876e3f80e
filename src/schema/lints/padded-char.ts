import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, ownTables } from "./subjects.ts";

export const paddedChar: Lint = {
  code: "lint/padded-char",
  severity: "info",
  title: "Text of fixed width",
  explanation:
    "char(n) pads values with blanks, which comparisons and lengths then see or do not see.",
  remedy: "Use text with a CHECK of char_length.",
  find: ({ facts }) =>
    columnsOf(ownTables(facts))
      .filter(({ column }) => column.type.startsWith("character("))
      .map((place) => columnHit(place, `${place.column.name} is ${place.column.type}.`)),
};
