import { applyStatements } from "../backend/apply-statements.ts";
import { DatabaseEndedError, SqlError } from "../backend/database-errors.ts";
import { inspectDatabase } from "../backend/inspect-database.ts";
import { openProject, type ServerChoice } from "../backend/open-project.ts";
import type { ProjectDatabase } from "../backend/project-database.ts";
import type { Transaction } from "../backend/session.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { InputError, InterruptedError, UnavailableError } from "../core/errors.ts";
import type { DatabaseFacts } from "../spec/database-facts.ts";
import { checkBodies, functionPlaces, type CheckedBodies } from "../gates/check-bodies.ts";
import { statementFailed } from "../gates/migration-failure.ts";
import { adaptForServer } from "../schema/adapt-for-server.ts";
import { adaptStatement, type Adaptation } from "../schema/adapt-statement.ts";
import { createdObjects } from "../schema/created-objects.ts";
import { asHosted } from "../schema/hosted-owner.ts";
import { refuseOnServer } from "../schema/refuse-on-server.ts";
import { refuseStatements } from "../schema/refuse-statements.ts";
import { splitTolerantly, type TolerantSplit } from "../schema/split-tolerantly.ts";
import type { SplitStatement } from "../schema/split-statements.ts";
import type { SqlFile } from "./read-sql-files.ts";

interface PlacedSql extends SplitStatement {
  readonly file: string;
}

export interface ApplyOptions {
  readonly files: readonly SqlFile[];
  /** Null takes a Postgres of our own. */
  readonly server: ServerChoice | null;
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface AppliedSql {
  /** The database with everything applied that can be. */
  readonly facts: DatabaseFacts;
  readonly statements: number;
  readonly applied: number;
  /** The name of the server, or null for a Postgres of our own. */
  readonly server: string | null;
  /** What functions name that is not there; null where that was not looked up. */
  readonly bodies: CheckedBodies | null;
  /** What did not run, and what ran differently. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where each object was created, as far as a statement of the files says so. */
  readonly places: ReadonlyMap<string, PlacedSql>;
}

/** After so many statements without an end the rest is not worth the wait. */
const mostRestarts = 3;

/**
 * Applies SQL of any Supabase project to a database like a new one: each file in a transaction, each statement in a savepoint,
 * so that one that fails costs only itself. A statement past its deadline ends the database; all others are
 * then applied to another one.
 * @throws InputError when nothing is a statement, InterruptedError, UnavailableError when the database breaks
 */
export async function applyForeignSql(options: ApplyOptions): Promise<AppliedSql> {
  const split = await Promise.all(
    options.files.map(async ({ path, text }) => ({
      path,
      ...(await splitTolerantly(text, { file: path })),
    })),
  );
  if (split.every((file) => file.statements.length + file.diagnostics.length === 0))
    throw new InputError("There is no SQL statement in what was given.");
  const endless = new Map<SplitStatement, Diagnostic>();
  for (;;) {
    const database = await openProject({ ...options, standIns: true });
    const run = new ForeignRun(database, endless);
    try {
      for (const file of split) {
        await run.apply(file);
      }
      // Everything is visible to the platform's administrator, whatever the files did to other roles.
      await database.forget("platform");
      return {
        server: database.server,
        facts: asHosted(await inspectDatabase(database), database.owner),
        bodies: await checkBodies(database, functionPlaces([...run.places.values()])),
        statements: run.statements,
        applied: run.applied,
        diagnostics: byPlace(run.diagnostics, options.files),
        places: run.places,
      };
    } catch (error) {
      if (options.signal.aborted) throw new InterruptedError("The check was interrupted.");
      const { statement, finding } = run.culprit(error);
      endless.set(statement, finding);
      if (endless.size > mostRestarts) {
        throw new UnavailableError("Too many statements do not end.", {
          diagnostics: [...endless.values()],
        });
      }
    } finally {
      await database.close();
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
  readonly #database: ProjectDatabase;
  readonly #endless: ReadonlyMap<SplitStatement, Diagnostic>;

  #last: { readonly statement: SplitStatement; readonly placed: PlacedSql } | null = null;

  constructor(database: ProjectDatabase, endless: ReadonlyMap<SplitStatement, Diagnostic>) {
    this.#database = database;
    this.#endless = endless;
  }

  /** The statement that ended the run with this error; throws the error when none did. */
  culprit(error: unknown): Pick<EndlessError, "statement" | "finding"> {
    if (error instanceof EndlessError) return error;
    if (!isBroken(error) || this.#last === null) throw error;
    // The statement itself seems to succeed; only a later one meets the broken engine.
    const { statement, placed } = this.#last;
    return { statement, finding: engineBroken(placed) };
  }

  async apply(file: ForeignFile): Promise<void> {
    this.diagnostics.push(...file.diagnostics);
    this.statements += file.statements.length + file.diagnostics.length;
    // What the file before set for its session must not reach this one.
    await this.#database.forget("owner");
    const transaction = await this.#database.begin();
    try {
      for (const statement of file.statements)
        await this.#applyOne(transaction, { statement, file: file.path });
      // On a server no commit ever asks the constraints that wait for one.
      await transaction.rolledBack((inner) => inner.apply("set constraints all immediate"));
      await transaction.commit();
    } catch (error) {
      // A broken engine cannot even roll back.
      if (error instanceof EndlessError || isBroken(error)) {
        await this.#database.close();
        throw error;
      }
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
    const adaptation = this.#adapt(placed);
    const refused = adaptation.kind === "as-is" ? this.#refuse(placed) : [];
    if (refused.length > 0) {
      this.diagnostics.push(...refused);
      return;
    }
    if (adaptation.kind !== "as-is" && adaptation.note !== null)
      this.diagnostics.push(adapted(placed, adaptation.note));
    if (adaptation.kind === "skip") return;
    const inner = await transaction.begin();
    const author = adaptation.kind === "as-platform" ? "platform" : "owner";
    const failure = await applyStatements({ apply: (sql) => inner.apply(sql, author) }, [
      adaptation.kind === "as-is" ? placed.sql : adaptation.sql,
    ]).catch(async (error: unknown) => {
      // An interrupted database is gone, and the transaction around must not wait for this one.
      await inner.rollback();
      throw error;
    });
    if (failure === null) {
      await inner.commit();
      this.applied += 1;
      if (runsFunctions(statement)) this.#last = { statement, placed };
      for (const object of createdObjects(placed.node)) this.places.set(object, placed);
      return;
    }
    if (isBroken(failure.error)) {
      // It cannot succeed, but whoever waits for the end of this savepoint must not wait for ever.
      await inner.rollback().catch(() => {});
      throw failure.error;
    }
    await inner.rollback();
    const isLate = failure.error instanceof SqlError && failure.error.code === "57014";
    const code = isLate ? "schema/deadline" : "schema/statement";
    const finding = { ...statementFailed(failure, placed), code };
    if (failure.error instanceof DatabaseEndedError) {
      const { reason } = failure.error;
      if (reason === "closed") throw failure.error;
      throw new EndlessError(statement, { ...finding, code: `schema/${reason}` });
    }
    this.diagnostics.push(finding);
  }

  #adapt(statement: SplitStatement): Adaptation {
    const { server, owner, extensions: available } = this.#database;
    return server === null
      ? adaptStatement(statement, available)
      : adaptForServer(statement, { available, owner });
  }

  #refuse(statement: PlacedSql): readonly Diagnostic[] {
    const { file } = statement;
    return this.#database.server === null
      ? refuseStatements([statement], { file })
      : refuseOnServer([statement], { file, refuseDynamic: false });
  }
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

/** Definitions run no function of the project, unless it is an event trigger. */
function runsFunctions({ node }: SplitStatement): boolean {
  return Object.keys(node).some((kind) =>
    /^(?:Select|Insert|Update|Delete|Merge|Do|Call|CreateTableAs)Stmt$/.test(kind),
  );
}

/** A function that calls itself without end overflows the stack of the engine, which says so from then on. */
function isBroken(error: unknown): boolean {
  return error instanceof SqlError && error.message.includes("ERRORDATA_STACK_SIZE");
}

function engineBroken({ file, line, column }: PlacedSql): Diagnostic {
  return diagnostic({
    code: "schema/crashed",
    file,
    line,
    column,
    message: "This statement broke the local database, most likely by a call without end.",
    fix: "Let the function end.",
  });
}
