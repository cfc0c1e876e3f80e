import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { StatementFailure } from "../backend/apply-statements.ts";
import { DatabaseEndedError, type SqlError } from "../backend/database-errors.ts";
import type { PlacedStatement } from "./parse-migrations.ts";

/** What the author of a migration needs to know of its failing statement: where it is and what Postgres says. */
export function statementFailed(
  failure: StatementFailure,
  statement: PlacedStatement | undefined,
): Diagnostic {
  const { error } = failure;
  const isEnded = error instanceof DatabaseEndedError;
  return diagnostic({
    code: isEnded ? `migrations/${error.reason}` : "migrations/statement",
    file: statement?.file,
    ...placeOf(failure, statement),
    name: firstLine(failure.sql),
    message: isEnded ? error.message : whatPostgresSays(error),
    fix: isEnded ? "Make the statement end sooner." : (error.fields.hint ?? adviceFor(error.code)),
  });
}

/** Postgres counts in the statement, people count in the file. */
function placeOf(
  { line, column }: StatementFailure,
  statement: PlacedStatement | undefined,
): { readonly line: number | null; readonly column: number | null } {
  if (statement === undefined) return { line: null, column: null };
  if (line === null || column === null) return { line: statement.line, column: statement.column };
  return {
    line: statement.line + line - 1,
    column: line === 1 ? statement.column + column - 1 : column,
  };
}

function whatPostgresSays({ fields }: SqlError): string {
  const parts = [`${fields.message} (SQLSTATE ${fields.code})`, fields.detail, fields.where];
  return parts.filter((part) => part !== null).join("; ");
}

function adviceFor(code: string): string | null {
  if (code === "25001") {
    return "Migrations are applied in a transaction: leave out what cannot run in one, such as CONCURRENTLY.";
  }
  if (code === "42501") {
    return "Migrations run as the owner of the database, who is no superuser on a hosted project either.";
  }
  return null;
}

/** The first line that says something to Postgres. */
function firstLine(sql: string): string {
  const lines = sql.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("--")) ?? lines[0] ?? "";
}
