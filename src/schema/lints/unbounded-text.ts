import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, exposedTables } from "./subjects.ts";

export const unboundedText: Lint = {
  code: "lint/unbounded-text",
  severity: "info",
  title: "Text without a limit",
  explanation: "A client can store megabytes in one value, which every reader then loads.",
  remedy: "Add a CHECK of char_length.",
  find: ({ facts }) =>
    columnsOf(exposedTables(facts))
      .filter(
        ({ table, column }) =>
          column.type === "text" &&
          !column.isGenerated &&
          column.writableBy.length > 0 &&
          !table.checks.some((columns) => columns.includes(column.name)) &&
          !table.foreignKeys.some(({ columns }) => columns.includes(column.name)),
      )
      .map((place) =>
        columnHit(
          place,
          `${place.column.writableBy.join(" and ")} may write text of any length to ${place.column.name}.`,
        ),
      ),
};
