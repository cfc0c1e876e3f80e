import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, nameOf, ownTables, tableHit } from "./subjects.ts";

export const quotedName: Lint = {
  code: "lint/quoted-name",
  severity: "info",
  title: "Name that must be quoted",
  explanation: "Everybody who writes the name without quotation marks gets 'does not exist'.",
  remedy: "Use lower case letters, digits and underscores.",
  find: ({ facts }) => {
    const tables = ownTables(facts);
    return [
      ...tables
        .filter(({ name }) => !plain.test(name))
        .map((table) =>
          tableHit(table, `The table ${nameOf(table)} must be written in quotation marks.`),
        ),
      ...columnsOf(tables)
        .filter(({ column }) => !plain.test(column.name))
        .map((place) =>
          columnHit(place, `The column ${place.column.name} must be written in quotation marks.`),
        ),
    ];
  },
};

const plain = /^[a-z_][a-z0-9_]*$/;
