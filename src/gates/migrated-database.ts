import { createHash } from "node:crypto";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InterruptedError } from "../core/errors.ts";
import { applyStatements } from "../backend/apply-statements.ts";
import { DatabaseEndedError } from "../backend/database-errors.ts";
import { openDatabase, type Database } from "../backend/open-database.ts";
import { SerialQueue } from "../backend/serial-queue.ts";
import type { Session, Transaction } from "../backend/session.ts";
import type { GateContext } from "./gate.ts";
import { statementFailed } from "./migration-failure.ts";
import {
  parseMigrations,
  type ParsedMigrations,
  type PlacedStatement,
} from "./parse-migrations.ts";
import { checkMigrationNames, readMigrations, type MigrationFile } from "./read-migrations.ts";

/** What became of the migrations on disk. `unavailable`: the engine broke, which says nothing about them. */
export type MigratedState =
  | {
      readonly kind: "migrated";
      readonly files: number;
      readonly statements: readonly PlacedStatement[];
      /** The same for the same files, another for any others. */
      readonly fingerprint: string;
      /** A new database with all migrations applied. Whoever changes it must undo that. */
      readonly session: Session;
    }
  | { readonly kind: "failed" | "unavailable"; readonly diagnostics: readonly Diagnostic[] };

interface Held {
  readonly fingerprint: string;
  readonly state: MigratedState;
  /** Open as long as the migrated state is held; its rollback makes the database new again. */
  readonly transaction: Transaction | null;
}

/**
 * One warm database for all gates and phases of a run. The migrations are applied in a transaction that stays
 * open, so that gates share the result; when files change it is rolled back, which is the fastest clean database.
 */
export class MigratedDatabase {
  readonly #cacheFolder: string;
  readonly #deadlineMs: number | undefined;
  readonly #queue = new SerialQueue();
  #database: Database | null = null;
  #held: Held | null = null;

  constructor(options: { readonly cacheFolder: string; readonly deadlineMs?: number | undefined }) {
    this.#cacheFolder = options.cacheFolder;
    this.#deadlineMs = options.deadlineMs;
  }

  /**
   * Hands the state of the app's migrations to `work`; one user at a time.
   * Throws `InterruptedError` when the context's signal aborts and `UnavailableError` when no database boots.
   */
  async use<T>(context: GateContext, work: (state: MigratedState) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      const stop = (): void => void this.close();
      context.signal.addEventListener("abort", stop, { once: true });
      try {
        return await work(await this.#migrate(context));
      } catch (error) {
        if (context.signal.aborted)
          throw new InterruptedError("The database gates were interrupted.");
        throw error;
      } finally {
        context.signal.removeEventListener("abort", stop);
      }
    });
  }

  /** Ends the database. A later `use` opens a new one. */
  async close(): Promise<void> {
    await this.#database?.close();
  }

  async #migrate(context: GateContext): Promise<MigratedState> {
    const files = await readMigrations(context.root);
    const fingerprint = fingerprintOf(files);
    if (this.#held?.fingerprint === fingerprint && this.#isUsable(this.#held))
      return this.#held.state;
    await this.#held?.transaction?.rollback();
    this.#held = null;

    const parsed = await parseMigrations(files);
    const diagnostics = [...checkMigrationNames(files), ...parsed.diagnostics];
    if (hasErrors(diagnostics)) return { kind: "failed", diagnostics };
    const held = await this.#apply({ parsed, fingerprint }, context.signal);
    this.#held = { fingerprint, ...held };
    return held.state;
  }

  #isUsable(held: Held): boolean {
    return (
      held.state.kind === "failed" ||
      (held.transaction !== null && this.#database?.isClosed === false)
    );
  }

  async #apply(
    { parsed, fingerprint }: Pick<Held, "fingerprint"> & { readonly parsed: ParsedMigrations },
    signal: AbortSignal,
  ): Promise<Omit<Held, "fingerprint">> {
    const database = await this.#open(signal);
    const transaction = await database.begin();
    const failure = await applyStatements(
      transaction,
      parsed.statements.map(({ sql }) => sql),
    );
    if (failure === null) {
      const { files, statements } = parsed;
      const session = transaction;
      return { state: { kind: "migrated", files, statements, fingerprint, session }, transaction };
    }
    await transaction.rollback();
    signal.throwIfAborted();
    const isBroken =
      failure.error instanceof DatabaseEndedError && failure.error.reason !== "deadline";
    const diagnostics = [statementFailed(failure, parsed.statements[failure.index])];
    return { state: { kind: isBroken ? "unavailable" : "failed", diagnostics }, transaction: null };
  }

  async #open(signal: AbortSignal): Promise<Database> {
    if (this.#database === null || this.#database.isClosed) {
      this.#database = await openDatabase({
        cacheFolder: this.#cacheFolder,
        signal,
        ...(this.#deadlineMs === undefined ? {} : { deadlineMs: this.#deadlineMs }),
      });
    }
    return this.#database;
  }
}

function fingerprintOf(files: readonly MigrationFile[]): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex");
}
