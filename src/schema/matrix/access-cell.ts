import type { AccessCommand } from "../../spec/access-rule.ts";
import type { ActorName, MatrixActor } from "./users.ts";

/**
 * What must become of a cell.
 * - `rows`: allowed, and exactly so many rows are read, made, changed or removed. Where `mayBeRestricted` is
 *   true, a foreign key that restricts deletion may stop the statement instead: access was granted all the same.
 * - `unaffected`: refused by finding no row. - `denied`: refused with SQLSTATE 42501.
 */
export type Expectation =
  | { readonly kind: "rows"; readonly rows: number; readonly mayBeRestricted: boolean }
  | { readonly kind: "unaffected" }
  | { readonly kind: "denied" };

/** One attempt on the fixture rows. It must run as `actor` from the state that the fixtures leave, and be undone. */
export interface AccessCell {
  /** Unique and stable: `table/operation/row/actor`. */
  readonly id: string;
  /** With its schema where that is not `public`. */
  readonly table: string;
  readonly command: AccessCommand;
  readonly actor: MatrixActor;
  /** For people: what is tried, by whom. */
  readonly description: string;
  /** One statement without parameters. */
  readonly sql: string;
  readonly expect: Expectation;
}

export interface Attempt {
  readonly table: string;
  readonly command: AccessCommand;
  /** For the id: `update-by-key`, optionally with the row: `update-by-key/mine`. */
  readonly operation: string;
  readonly actor: ActorName;
  readonly actorValue: MatrixActor;
  readonly description: string;
  readonly sql: string;
  readonly expect: Expectation;
}

const actorWords: Readonly<Record<string, string>> = {
  anon: "a visitor without a session",
  owner: "the owner",
  other: "another user",
  stranger: "a user without rows",
  bystander: "a bystander",
  newcomer: "a new user",
  blocked: "a user whom the owner has blocked",
  blocker: "a user who has blocked the owner",
  service_role: "the service role",
};

function wordsOf(actor: ActorName): string {
  const [user = "", how = "", roles = ""] = actor.split(" ");
  const who = actorWords[user] ?? user;
  return how === "" ? who : `${who} ${how} ${roles}`;
}

export function accessCell(attempt: Attempt): AccessCell {
  const { actor, actorValue, command, description, expect, operation, sql, table } = attempt;
  return {
    id: `${table}/${operation}/${actor}`,
    table,
    command,
    actor: actorValue,
    description: `${table}: ${wordsOf(actor)} tries to ${description}`,
    sql,
    expect,
  };
}

export const denied: Expectation = { kind: "denied" };

/** So many rows are allowed; none is a refusal. */
export function touching(rows: number, mayBeRestricted = false): Expectation {
  return rows === 0 ? { kind: "unaffected" } : { kind: "rows", rows, mayBeRestricted };
}
