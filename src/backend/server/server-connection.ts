import type { Client, QueryConfig } from "pg";
import { BugError, InterruptedError, type MegamindError } from "../../core/errors.ts";
import { DatabaseEndedError, SqlError } from "../database-errors.ts";
import type { QueryResult } from "../worker-protocol.ts";
import type { ServerAddress } from "./server-address.ts";
import { connectionFailure } from "./server-failure.ts";
import { sqlErrorFields } from "./server-error-fields.ts";

/** How long the server has to answer, in milliseconds. */
const connectMs = 10_000;
/** How long after its deadline a statement has to end by itself, in milliseconds. */
const graceMs = 1_000;
/** How long the server has to end a session, in milliseconds. */
const terminateMs = 5_000;

export interface ConnectOptions {
  readonly address: ServerAddress;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** A query with parameters travels alone: the server refuses a second statement in it. */
interface SingleQuery extends QueryConfig {
  readonly queryMode: "extended";
}

/**
 * One connection to a server. A statement that the server does not end at its deadline, or a run that is interrupted,
 * has its session ended by a second connection, so that nothing goes on there without us.
 */
export class ServerConnection {
  readonly #client: Client;
  readonly #options: ConnectOptions;
  readonly #terminate: (process: number) => Promise<void>;
  /** Longest time one statement may take, in milliseconds. */
  deadlineMs: number;
  #process = 0;
  #ended: MegamindError | null = null;
  #killed: Promise<void> = Promise.resolve();
  #isOpen = false;

  private constructor(
    client: Client,
    {
      options,
      terminate,
    }: { options: ConnectOptions; terminate: (process: number) => Promise<void> },
  ) {
    this.#client = client;
    this.#options = options;
    this.deadlineMs = options.deadlineMs;
    this.#terminate = terminate;
    client.on("error", (error) => this.#lost(error));
    options.signal.addEventListener("abort", this.#interrupt, { once: true });
  }

  /** @throws InputError when the server refuses us, UnavailableError when it cannot be reached */
  static async open(options: ConnectOptions): Promise<ServerConnection> {
    const { address, signal } = options;
    const { Client: PgClient } = (await import("pg")).default;
    const config = {
      connectionString: address.url,
      connectionTimeoutMillis: connectMs,
      application_name: "megamind",
    };
    const terminate = async (process: number): Promise<void> => {
      const other = new PgClient(config);
      other.on("error", () => {});
      await other.connect();
      await other.query("select pg_terminate_backend($1, $2)", [process, terminateMs]);
      await other.end();
    };
    const client = new PgClient(config);
    const connection = new ServerConnection(client, { options, terminate });
    try {
      await client.connect();
      const { rows } = await client.query("select pg_backend_pid() as process");
      connection.#process = Number(rows[0]?.process);
    } catch (error) {
      await client.end().catch(() => {});
      throw connectionFailure(address, error);
    }
    if (signal.aborted) throw new InterruptedError("The run was interrupted.");
    return connection;
  }

  /** Why no request is taken any more, or null while the connection is open. */
  get ended(): MegamindError | null {
    return this.#ended;
  }

  /** Several statements. */
  async execute(sql: string): Promise<void> {
    await this.#send(sql, sql);
  }

  /** One statement. */
  query(sql: string, params: readonly unknown[]): Promise<QueryResult> {
    const single: SingleQuery = { text: sql, values: [...params], queryMode: "extended" };
    return this.#send(single, sql);
  }

  /** From now on everything happens in one transaction, and outside of it nothing does. */
  async begin(mode: "read only" | "read write"): Promise<void> {
    await this.execute(`begin transaction ${mode}`);
    this.#isOpen = true;
  }

  /** Undoes everything and leaves, or waits until the session is ended. */
  async close(): Promise<void> {
    if (this.#ended !== null) return this.#killed;
    this.#isOpen = false;
    try {
      await this.execute("rollback");
    } catch {
      // Whatever keeps it from being said: the end of the connection says it too.
    }
    this.#end(new DatabaseEndedError("closed", "The connection to the server was closed."));
    await this.#leave();
  }

  async #send(query: string | SingleQuery, sql: string): Promise<QueryResult> {
    if (this.#ended !== null) throw this.#ended;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const error = this.#deadlineError(sql);
      void this.#kill(error).finally(() => reject(error));
    }, this.deadlineMs + graceMs);
    try {
      const { rows, rowCount } = await Promise.race([this.#client.query(query), late]);
      await this.#checkTransaction();
      return { rows: rows ?? [], affectedRows: rowCount ?? 0 };
    } catch (error) {
      if (this.#ended !== null) throw this.#ended;
      const params = typeof query === "string" ? [] : (query.values ?? []);
      const fields = await sqlErrorFields(error, params);
      if (fields === null) throw this.#lost(error);
      await this.#checkTransaction();
      throw new SqlError(fields, sql);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The one transaction is all that keeps the server as it is, so its loss ends everything. */
  async #checkTransaction(): Promise<void> {
    if (!this.#isOpen || this.#client.getTransactionStatus() !== "I") return;
    await this.#kill(new BugError("A statement ended the transaction in which all is undone."));
    throw this.#ended;
  }

  #deadlineError(sql: string): DatabaseEndedError {
    const first = sql.trim().split("\n", 1)[0] ?? "";
    return new DatabaseEndedError(
      "deadline",
      `The session was ended: "${first.slice(0, 120)}" was not done after ${this.deadlineMs} ms.`,
    );
  }

  readonly #interrupt = (): void => {
    void this.#kill(new InterruptedError("The run was interrupted; the server is as it was."));
  };

  #kill(error: MegamindError): Promise<void> {
    if (this.#ended !== null) return this.#killed;
    this.#end(error);
    this.#killed = this.#endSession();
    return this.#killed;
  }

  async #endSession(): Promise<void> {
    try {
      if (this.#process !== 0) await this.#terminate(this.#process);
    } catch {
      // Then the end of this connection and the statement's own timeout must do.
    }
    await this.#leave();
  }

  async #leave(): Promise<void> {
    try {
      await this.#client.end();
    } catch {
      // It is gone already.
    }
  }

  #lost(error: unknown): MegamindError {
    const reason = error instanceof Error ? error.message : String(error);
    return this.#end(new DatabaseEndedError("crashed", `The connection broke: ${reason}.`));
  }

  #end(error: MegamindError): MegamindError {
    this.#options.signal.removeEventListener("abort", this.#interrupt);
    return (this.#ended ??= error);
  }
}
