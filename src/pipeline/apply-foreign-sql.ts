import { applyStatements } from "../backend/apply-statements.ts";
import { DatabaseEndedError, SqlError } from "../backend/database-errors.ts";
import { openDatabase, type Database } from "../backend/open-database.ts";
import type { Transaction } from "../backend/session.ts";
import { standInsSql } from "../backend/stand-ins.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { InterruptedError, UnavailableError } from "../core/errors.ts";
import { statementFailed } from "../gates/migration-failure.ts";
import { adaptStatement, type Adaptation } from "../schema/adapt-statement.ts";
import { createdObjects } from "../schema/created-objects.ts";
import { refuseStatements } from "../schema/refuse-statements.ts";
import { splitTolerantly, type TolerantSplit } from "../schema/split-tolerantly.ts";
import type { SplitStatement } from "../schema/split-statements.ts";
import type { SqlFile } from "./read-sql-files.ts";

interface PlacedSql extends SplitStatement {
  readonly file: string;
}

export interface ApplyOptions {
  readonly files: readonly SqlFile[];
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface AppliedSql {
  /** Open, with everything applied that can be; whoever asked for it closes it. */
  readonly database: Database;
  readonly statements: number;
  readonly applied: number;
  /** What did not run, and what ran differently. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where each object was created, as far as a statement of the files says so. */
  readonly places: ReadonlyMap<string, PlacedSql>;
}

/** After so many statements without an end the rest is not worth the wait. */
const mostRestarts = 3;

/**
 * Applies SQL of any Supabase project to a new local database: each file in a transaction, each statement in a savepoint,
 * so that one that fails costs only itself. A statement past its deadline ends the database; all others are
 * then applied to another one.
 * @throws InterruptedError, UnavailableError when the database breaks
 */
export async function applyForeignSql(options: ApplyOptions): Promise<AppliedSql> {
  const split = await Promise.all(
    options.files.map(async ({ path, text }) => ({
      path,
      ...(await splitTolerantly(text, { file: path })),
    })),
  );
  const endless = new Map<SplitStatement, Diagnostic>();
  for (;;) {
    const run = new ForeignRun(endless);
    const database = await openDatabase({ ...options, moreExtensions: true });
    try {
      await run.prepare(database);
      for (const file of split) {
        await run.apply(database, file);
      }
      // Everything is visible to the platform's administrator, whatever the files did to other roles.
      await database.execute("reset all; set session authorization supabase_admin");
      return {
        database,
        statements: run.statements,
        applied: run.applied,
        diagnostics: byPlace(run.diagnostics, options.files),
        places: run.places,
      };
    } catch (error) {
      await database.close();
      if (options.signal.aborted) throw new InterruptedError("The check was interrupted.");
      if (!(error instanceof EndlessError)) throw error;
      endless.set(error.statement, error.finding);
      if (endless.size > mostRestarts) {
        throw new UnavailableError("Too many statements do not end.", {
          diagnostics: [...endless.values()],
        });
      }
    }
  }
}

function byPlace(
  diagnostics: readonly Diagnostic[],
  files: readonly SqlFile[],
): readonly Diagnostic[] {
  const order = files.map(({ path }) => path);
  return diagnostics.toSorted(
    ({ subject: left }, { subject: right }) =>
      order.indexOf(left.file ?? "") - order.indexOf(right.file ?? "") ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0),
  );
}

/** Ends one run, so that the next one leaves the statement out. */
class EndlessError extends Error {
  readonly statement: SplitStatement;
  readonly finding: Diagnostic;

  constructor(statement: SplitStatement, finding: Diagnostic) {
    super(finding.message);
    this.statement = statement;
    this.finding = finding;
  }
}

interface ForeignFile extends TolerantSplit {
  readonly path: string;
}

class ForeignRun {
  statements = 0;
  applied = 0;
  readonly diagnostics: Diagnostic[] = [];
  readonly places = new Map<string, PlacedSql>();
  readonly #endless: ReadonlyMap<SplitStatement, Diagnostic>;
  #available: ReadonlySet<string> = new Set();

  constructor(endless: ReadonlyMap<SplitStatement, Diagnostic>) {
    this.#endless = endless;
  }

  async prepare(database: Database): Promise<void> {
    await database.execute(asPlatform(standInsSql));
    const { rows } = await database.query("select name from pg_available_extensions");
    this.#available = new Set(rows.map((row) => String(row["name"])));
  }

  async apply(database: Database, file: ForeignFile): Promise<void> {
    this.diagnostics.push(...file.diagnostics);
    this.statements += file.statements.length + file.diagnostics.length;
    // What the file before set for its session must not reach this one.
    await database.execute("reset all; set session authorization postgres");
    const transaction = await database.begin();
    try {
      for (const statement of file.statements)
        await this.#applyOne(transaction, { statement, file: file.path });
      await transaction.commit();
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.diagnostics.push(uncommitted(file.path, error));
    } finally {
      await transaction.rollback();
    }
  }

  async #applyOne(
    transaction: Transaction,
    { statement, file }: { readonly statement: SplitStatement; readonly file: string },
  ): Promise<void> {
    const placed: PlacedSql = { ...statement, file };
    const known = this.#endless.get(statement);
    if (known !== undefined) {
      this.diagnostics.push(known);
      return;
    }
    const adaptation = adaptStatement(placed, this.#available);
    const refused =
      adaptation.kind === "as-is" ? refuseStatements([placed], { file: placed.file }) : [];
    if (refused.length > 0) {
      this.diagnostics.push(...refused);
      return;
    }
    if (adaptation.kind !== "as-is" && adaptation.note !== null)
      this.diagnostics.push(adapted(placed, adaptation.note));
    if (adaptation.kind === "skip") return;
    const inner = await transaction.begin();
    const failure = await applyStatements(inner, [sqlToRun(placed, adaptation)]);
    if (failure === null) {
      await inner.commit();
      this.applied += 1;
      for (const object of createdObjects(placed.node)) this.places.set(object, placed);
      return;
    }
    await inner.rollback();
    const finding = { ...statementFailed(failure, placed), code: "schema/statement" };
    if (failure.error instanceof DatabaseEndedError) {
      if (failure.error.reason === "closed") throw failure.error;
      throw new EndlessError(statement, { ...finding, code: `schema/${failure.error.reason}` });
    }
    this.diagnostics.push(finding);
  }
}

function sqlToRun({ sql }: PlacedSql, adaptation: Exclude<Adaptation, { kind: "skip" }>): string {
  if (adaptation.kind === "as-is") return sql;
  return adaptation.kind === "instead" ? adaptation.sql : asPlatform(adaptation.sql);
}

function asPlatform(sql: string): string {
  return `set session authorization supabase_admin; ${sql}; set session authorization postgres`;
}

function adapted({ file, line, column, sql }: PlacedSql, note: string): Diagnostic {
  return diagnostic({
    code: "schema/stand-in",
    severity: "info",
    file,
    line,
    column,
    name: sql.split("\n", 1)[0]?.trim(),
    message: note,
  });
}

/** Constraints that wait for the end of the transaction have no statement of their own. */
function uncommitted(file: string, error: SqlError): Diagnostic {
  return diagnostic({
    code: "schema/commit",
    file,
    message: `Nothing of this file holds, because its transaction cannot be committed: ${error.message}.`,
  });
}
