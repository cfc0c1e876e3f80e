import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, exposedTables, isOpenToRead } from "./subjects.ts";

export const sensitiveColumnExposed: Lint = {
  code: "lint/sensitive-column-exposed",
  severity: "error",
  title: "Sensitive column that everybody reads",
  explanation: "Row level security hides rows, not columns: who sees the row sees the secret.",
  remedy: "Move the column to a table that only its owner can read.",
  find: ({ facts, read }) =>
    columnsOf(exposedTables(facts).filter((table) => isOpenToRead(table, { read })))
      .filter(({ column }) => sensitive.test(column.name) && column.readableBy.length > 0)
      .map((place) =>
        columnHit(
          place,
          `${place.column.readableBy.join(" and ")} may read ${place.column.name} of every row.`,
        ),
      ),
};

const sensitive =
  /(?:^|_)(?:password|passwd|secret|api_?key|access_?token|refresh_?token|private_?key|ssn|social_security(?:_number)?|tax_?id|passport(?:_number)?|credit_?card|card_number|cvv|iban|account_number|date_of_birth|otp)(?:_hash)?$/;
