import { DatabaseEndedError, SqlError } from "./database-errors.ts";
import type { Session } from "./session.ts";

/** The statement at which a list of statements stopped. */
export interface StatementFailure {
  /** 0-based place in the list. */
  readonly index: number;
  readonly sql: string;
  /** What Postgres said, or why the database ended in the middle of it. */
  readonly error: SqlError | DatabaseEndedError;
  /** Where in `sql` the error is, 1-based; null when Postgres named no position. */
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Runs statements one by one, because Postgres gives many errors no position: so at least the failing
 * statement is always known. Stops at the first failure and returns it; null when all ran.
 */
export async function applyStatements(
  session: Pick<Session, "apply">,
  statements: readonly string[],
): Promise<StatementFailure | null> {
  for (const [index, sql] of statements.entries()) {
    try {
      await session.apply(sql);
    } catch (error) {
      if (!(error instanceof SqlError || error instanceof DatabaseEndedError)) throw error;
      const position = error instanceof SqlError ? error.fields.position : null;
      return { index, sql, error, ...lineAndColumn(sql, position) };
    }
  }
  return null;
}

/** `position` counts characters as Postgres does: code points, from 1. */
function lineAndColumn(
  sql: string,
  position: number | null,
): { readonly line: number | null; readonly column: number | null } {
  if (position === null) return { line: null, column: null };
  const lines = Array.from(sql)
    .slice(0, position - 1)
    .join("")
    .split("\n");
  return { line: lines.length, column: Array.from(lines.at(-1) ?? "").length + 1 };
}
