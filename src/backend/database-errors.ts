import { BugError, UnavailableError } from "../core/errors.ts";

/** What Postgres says about a failed statement. Parts it did not send are null. */
export interface SqlErrorFields {
  readonly message: string;
  /** SQLSTATE, for example "42501". */
  readonly code: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** 1-based character index in the SQL that was sent. */
  readonly position: number | null;
  /** The call stack inside the database: "PL/pgSQL function f() line 3 at RAISE". */
  readonly where: string | null;
  readonly constraint: string | null;
  readonly table: string | null;
}

/** Postgres refused a statement. Callers that expect refusals catch it; one that nobody caught is a bug of ours. */
export class SqlError extends BugError {
  readonly fields: SqlErrorFields;
  readonly sql: string;

  constructor(fields: SqlErrorFields, sql: string) {
    super(`${fields.message} (SQLSTATE ${fields.code})`);
    this.fields = fields;
    this.sql = sql;
  }

  get code(): string {
    return this.fields.code;
  }
}

/** Why a database takes no more requests: closed by its owner, ended because a request took too long, or broken. */
export type EndReason = "closed" | "deadline" | "crashed";

/** The database is gone. The request that ended it is rejected with this, and so is every later one. */
export class DatabaseEndedError extends UnavailableError {
  readonly reason: EndReason;

  constructor(reason: EndReason, message: string) {
    super(message, { nextSteps: ["Open the database again."] });
    this.reason = reason;
  }
}
