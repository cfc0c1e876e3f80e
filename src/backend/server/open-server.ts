import { InputError, UnavailableError } from "../../core/errors.ts";
import { SqlError } from "../database-errors.ts";
import { SessionLevel } from "../session.ts";
import type { ProjectDatabase } from "../project-database.ts";
import { prepareServer, type Preparation } from "./prepare-server.ts";
import { parseServerAddress, type ServerAddress } from "./server-address.ts";
import { ServerConnection } from "./server-connection.ts";
import { ServerEngine } from "./server-engine.ts";
import { readServerState, type ServerState } from "./server-state.ts";

export interface OpenServerOptions {
  readonly url: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** `as-is` writes nothing; `project` adds what a hosted project has, for the length of the transaction. */
  readonly as: "as-is" | "project";
  /** Whether there may be tables already. */
  readonly force: boolean;
  /** Whether what cannot be there has stand-ins that do nothing. */
  readonly standIns: boolean;
}

/**
 * Opens a server on which everything happens in one transaction that is undone when it is closed.
 * @throws InputError for an unusable URL, a refused login, a database with tables of others, or too few rights;
 *   UnavailableError when the server cannot be reached
 */
export async function openServer(options: OpenServerOptions): Promise<ProjectDatabase> {
  const address = parseServerAddress(options.url);
  const { deadlineMs, signal } = options;
  const connection = await ServerConnection.open({ address, deadlineMs: preparationMs, signal });
  try {
    await connection.begin(options.as === "as-is" ? "read only" : "read write");
    const engine = new ServerEngine(connection);
    const level = new SessionLevel(engine, { depth: 1, leave: () => {} });
    const state = await readServerState(level);
    const prepared =
      options.as === "as-is" ? null : await prepare(level, { ...options, address, state });
    if (prepared?.isFenced === true) engine.fence(prepared.owner);
    connection.deadlineMs = deadlineMs;
    return {
      execute: (sql) => level.execute(sql),
      query: (sql, params) => level.query(sql, params),
      apply: (sql, author) => level.apply(sql, author),
      read: (subquery) => level.read(subquery),
      asActor: (actor, statement) => level.asActor(actor, statement),
      begin: () => level.begin(),
      transaction: (work) => level.transaction(work),
      rolledBack: (work) => level.rolledBack(work),
      forget: () => level.apply("reset role; reset session authorization; reset all", "platform"),
      server: address.name,
      isFenced: prepared?.isFenced ?? false,
      owner: prepared?.owner ?? state.user,
      extensions: new Set([...state.trusted, ...state.installed]),
      get isClosed() {
        return connection.ended !== null;
      },
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Longest time a step of our own may take, in milliseconds: another check makes the same roles, and is waited for. */
const preparationMs = 60_000;

interface Preparing extends OpenServerOptions {
  readonly address: ServerAddress;
  readonly state: ServerState;
}

async function prepare(
  level: SessionLevel,
  { address, state, force, standIns }: Preparing,
): Promise<Preparation> {
  if (state.relations.length > 0 && !force) throw isInUse(address, state);
  refuseUser(address, state);
  const prepared = prepareServer(state, { standIns });
  await level.execute(`set local lock_timeout = ${preparationMs}`);
  for (const sql of prepared.statements) {
    try {
      await level.execute(sql);
    } catch (error) {
      if (error instanceof SqlError && /^(?:55P03|57014)$/.test(error.code))
        throw isLocked(address);
      if (error instanceof SqlError) throw cannotPrepare(address, error);
      throw error;
    }
  }
  return prepared;
}

/** Users who can do too much without being kept from it, or too little. */
function refuseUser({ name }: ServerAddress, state: ServerState): void {
  if (state.isSuperuser) return;
  if (state.mayLeaveDatabase) {
    throw new InputError(
      `The user of ${name} may read files of the server or run programs there.`,
      {
        nextSteps: [
          "Connect as a user without these rights, or as a superuser, from whom the SQL is kept.",
        ],
      },
    );
  }
  const closed = state.roles.filter((role) => actorRoles.has(role.name) && !role.isOpen);
  if (closed.length === 0) return;
  const roles = closed.map((role) => role.name).join(", ");
  throw new InputError(`The user of ${name} may not act as ${roles}.`, {
    nextSteps: [`Run as a superuser: grant ${roles} to ${state.user};`],
  });
}

const actorRoles = new Set(["anon", "authenticated", "service_role"]);

function isInUse({ name }: ServerAddress, { relations }: ServerState): InputError {
  const some = relations.slice(0, 3).join(", ");
  const more = relations.length > 3 ? ` and ${relations.length - 3} more` : "";
  return new InputError(`The database ${name} is in use: it has ${some}${more}.`, {
    nextSteps: [
      "Take an empty database: create one for checks.",
      "Or add --force: all is undone at the end, but until then tables that the SQL changes are locked for everybody.",
    ],
  });
}

function isLocked({ name }: ServerAddress): UnavailableError {
  return new UnavailableError(`The database ${name} is locked, perhaps by another check.`, {
    nextSteps: ["Run the command again when the other one is done."],
  });
}

function cannotPrepare({ name }: ServerAddress, error: SqlError): InputError {
  const first = error.sql.trim().split("\n", 1)[0] ?? "";
  return new InputError(
    `The database ${name} lacks what Supabase projects have, and this user cannot add it: ${error.message}, at "${first}".`,
    {
      nextSteps: [
        "Connect as a superuser, from whose rights the SQL is kept, or as postgres of a Supabase project.",
      ],
    },
  );
}
