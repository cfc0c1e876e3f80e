import type { Author, Engine } from "../session.ts";
import type { QueryResult } from "../worker-protocol.ts";
import { fenceSql, unfenced } from "./fence.ts";
import type { ServerConnection } from "./server-connection.ts";

/**
 * As hosted projects set it; what a migration sets must not decide what names in our own SQL mean. Temporary tables
 * come last: unless it is named, their schema comes first, and one called pg_roles would be asked instead of the real one.
 */
const ownSearchPath = `set local search_path = "$user", public, extensions, pg_temp`;

/** How long a statement may wait for locks of others, in milliseconds. */
const lockMs = 3_000;

/** SQL on a server that others use too. Everything is part of one transaction that its connection has begun. */
export class ServerEngine implements Engine {
  readonly #connection: ServerConnection;
  #fencedOwner: string | null = null;
  #isChanged = true;

  constructor(connection: ServerConnection) {
    this.#connection = connection;
  }

  /** From now on statements of others run with the rights of this role, a quoted name, and cannot get out of them. */
  fence(owner: string): void {
    this.#fencedOwner = owner;
  }

  /** A rollback may bring back what others have set. */
  control(sql: string): Promise<void> {
    this.#isChanged = true;
    return this.#connection.execute(sql);
  }

  async execute(sql: string): Promise<void> {
    await this.#ownSettings();
    await this.#connection.execute(sql);
  }

  async query(sql: string, params: readonly unknown[]): Promise<QueryResult> {
    await this.#ownSettings();
    return this.#connection.query(sql, params);
  }

  async apply(sql: string, author: Author): Promise<void> {
    this.#isChanged = true;
    if (author === "platform") return this.#connection.execute(sql);
    const owner = this.#fencedOwner;
    if (owner === null) {
      await this.#connection.execute(this.#guards());
      await this.#connection.query(sql, []);
      return;
    }
    await this.#connection.execute(`${this.#guards()}; ${fenceSql(owner)}`);
    try {
      await this.#connection.query("select megamind_fence.run($1)", [sql]);
    } catch (error) {
      throw unfenced(error, sql);
    }
  }

  async read(subquery: string): Promise<unknown> {
    const owner = this.#fencedOwner;
    const sql = `select ${subquery}`;
    if (owner === null) {
      const { rows } = await this.query(`${sql} as value`, []);
      return rows[0]?.["value"];
    }
    await this.execute(fenceSql(owner));
    const { rows } = await this.query("select megamind_fence.read($1) as value", [sql]);
    return rows[0]?.["value"];
  }

  async #ownSettings(): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    await this.#connection.execute(`${ownSearchPath}; ${this.#guards()}`);
  }

  /** Settings that decide what a text means and how long it may run, whatever SQL before has set. */
  #guards(): string {
    return [
      `set local statement_timeout = ${this.#connection.deadlineMs}`,
      `set local lock_timeout = ${lockMs}`,
      "set local idle_in_transaction_session_timeout = 0",
      "set local standard_conforming_strings = on",
      "set local client_encoding = 'UTF8'",
    ].join("; ");
  }
}
