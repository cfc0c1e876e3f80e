import { BugError } from "../core/errors.ts";
import type { Author, Engine } from "./session.ts";
import type { WorkerChannel } from "./worker-channel.ts";
import type { QueryResult, WorkerRequest } from "./worker-protocol.ts";

/** Longest time a statement may take, in milliseconds, unless the caller says otherwise. */
const defaultDeadlineMs = 30_000;

/** SQL on the Postgres of a worker thread. That one is ours alone, so nothing needs to be kept from it. */
export class WorkerEngine implements Engine {
  readonly #channel: WorkerChannel;
  readonly #deadlineMs: number;

  constructor(channel: WorkerChannel, deadlineMs: number = defaultDeadlineMs) {
    this.#channel = channel;
    this.#deadlineMs = deadlineMs;
  }

  control(sql: string): Promise<void> {
    return this.execute(sql);
  }

  async execute(sql: string): Promise<void> {
    await this.#send({ kind: "execute", sql });
  }

  query(sql: string, params: readonly unknown[]): Promise<QueryResult> {
    return this.#send({ kind: "query", sql, params });
  }

  async apply(sql: string, author: Author): Promise<void> {
    if (author === "owner") return this.execute(sql);
    // When the statement fails, the rollback of its savepoint takes the rights back.
    await this.execute("set session authorization supabase_admin");
    await this.execute(sql);
    await this.execute("set session authorization postgres");
  }

  async read(subquery: string): Promise<unknown> {
    const { rows } = await this.query(`select ${subquery} as value`, []);
    return rows[0]?.["value"];
  }

  async #send(request: WorkerRequest): Promise<QueryResult> {
    const answer = await this.#channel.send(request, this.#deadlineMs);
    if (answer.kind !== "done")
      throw new BugError(`The database worker answered "${answer.kind}".`);
    return answer.result;
  }
}
