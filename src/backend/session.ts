import { BugError } from "../core/errors.ts";
import { actorSettings, type Actor } from "../spec/actor.ts";
import { SqlError } from "./database-errors.ts";
import { SerialQueue } from "./serial-queue.ts";
import type { QueryResult } from "./worker-protocol.ts";

export interface Statement {
  readonly sql: string;
  readonly params?: readonly unknown[];
}

/**
 * A place where SQL runs: the database itself, or a transaction in it. Requests run one at a time, in the
 * order of asking; while a transaction begun here is open, requests to this session wait for its end, so code
 * inside the transaction must use the transaction.
 * All methods throw `SqlError` when Postgres refuses and `DatabaseEndedError` when the database is gone.
 */
export interface Session {
  /** Several statements, no parameters and no rows. */
  execute(sql: string): Promise<void>;
  /** One statement; parameters are `$1`, `$2`, ... */
  query(sql: string, params?: readonly unknown[]): Promise<QueryResult>;
  /** One statement that is not ours, with the rights of the project's owner unless `author` says otherwise. */
  apply(sql: string, author?: Author): Promise<void>;
  /** The one value of a subquery over tables that may be somebody else's, with the rights of their owner. */
  read(subquery: string): Promise<unknown>;
  /** One statement with the role and claims of the actor; what it changes stays in this session. */
  asActor(actor: Actor, statement: Statement): Promise<QueryResult>;
  /** Opens a transaction, or a savepoint when this session is one. */
  begin(): Promise<Transaction>;
  /** Runs `work` in a transaction that is committed when it resolves and undone when it throws. */
  transaction<T>(work: (inner: Transaction) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction that is undone in any case. */
  rolledBack<T>(work: (inner: Transaction) => Promise<T>): Promise<T>;
}

/** A database that is open until `close`, a request past its deadline, an abort or a crash. */
export interface OpenDatabase extends Session {
  readonly isClosed: boolean;
  /** Ends it at once; a statement under way is rejected. Ending it twice is fine. */
  close(): Promise<void>;
}

/** Ends once, by `commit` or `rollback`; ending it a second time does nothing, using it after its end is a bug. */
export interface Transaction extends Session {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** With whose rights a statement runs: those of whom projects belong to, or of who runs the platform. */
export type Author = "owner" | "platform";

/**
 * The one connection below all sessions of a database; requests must not overlap. The methods do what those of
 * `Session` with the same names do.
 */
export interface Engine {
  /** What begins and ends transactions and savepoints. */
  control(sql: string): Promise<void>;
  execute(sql: string): Promise<void>;
  query(sql: string, params: readonly unknown[]): Promise<QueryResult>;
  apply(sql: string, author: Author): Promise<void>;
  read(subquery: string): Promise<unknown>;
}

/** Depth 0 is the database itself, 1 a transaction, deeper ones are savepoints. */
export class SessionLevel implements Transaction {
  readonly #engine: Engine;
  readonly #depth: number;
  readonly #queue = new SerialQueue();
  readonly #leave: () => void;
  #isOpen = true;

  constructor(engine: Engine, place?: { readonly depth: number; readonly leave: () => void }) {
    this.#engine = engine;
    this.#depth = place?.depth ?? 0;
    this.#leave = place?.leave ?? (() => {});
  }

  async execute(sql: string): Promise<void> {
    await this.#queue.run(() => this.#open(sql).execute(sql));
  }

  query(sql: string, params: readonly unknown[] = []): Promise<QueryResult> {
    return this.#queue.run(() => this.#open(sql).query(sql, params));
  }

  apply(sql: string, author: Author = "owner"): Promise<void> {
    return this.#queue.run(() => this.#open(sql).apply(sql, author));
  }

  read(subquery: string): Promise<unknown> {
    return this.#queue.run(() => this.#open(subquery).read(subquery));
  }

  asActor(actor: Actor, statement: Statement): Promise<QueryResult> {
    const { role, claims } = actorSettings(actor);
    return this.transaction(async (inner) => {
      await inner.query(
        "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)",
        [claims, role],
      );
      const result = await inner.query(statement.sql, statement.params);
      // Releasing a savepoint keeps its settings, so the role would stay for the rest of the transaction.
      await inner.query(
        "select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)",
      );
      return result;
    });
  }

  async begin(): Promise<Transaction> {
    const leave = await this.#queue.enter();
    try {
      const sql = this.#depth === 0 ? "begin" : `savepoint level_${this.#depth}`;
      await this.#open(sql).control(sql);
    } catch (error) {
      leave();
      throw error;
    }
    return new SessionLevel(this.#engine, { depth: this.#depth + 1, leave });
  }

  async transaction<T>(work: (inner: Transaction) => Promise<T>): Promise<T> {
    const inner = await this.begin();
    try {
      const result = await work(inner);
      await inner.commit();
      return result;
    } finally {
      await inner.rollback();
    }
  }

  async rolledBack<T>(work: (inner: Transaction) => Promise<T>): Promise<T> {
    const inner = await this.begin();
    try {
      return await work(inner);
    } finally {
      await inner.rollback();
    }
  }

  /** A commit that Postgres refuses leaves the transaction to be rolled back. */
  commit(): Promise<void> {
    return this.#queue.run(async () => {
      if (!this.#isOpen) return;
      const sql = this.#depth === 1 ? "commit" : `release savepoint ${this.#savepoint}`;
      await this.#engine.control(sql);
      this.#close();
    });
  }

  rollback(): Promise<void> {
    const toSavepoint = `rollback to savepoint ${this.#savepoint}; release savepoint ${this.#savepoint}`;
    return this.#queue.run(async () => {
      if (!this.#isOpen) return;
      try {
        await this.#engine.control(this.#depth === 1 ? "rollback" : toSavepoint);
      } catch (error) {
        // With the database its open transactions are gone too: that is what a rollback is for.
        if (error instanceof SqlError) throw error;
      } finally {
        this.#close();
      }
    });
  }

  get #savepoint(): string {
    return `level_${this.#depth - 1}`;
  }

  #close(): void {
    this.#isOpen = false;
    this.#leave();
  }

  #open(sql: string): Engine {
    if (this.#isOpen) return this.#engine;
    throw new BugError(`A database transaction was used after its end, for: ${sql.slice(0, 120)}`);
  }
}
