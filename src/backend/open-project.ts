import { openDatabase } from "./open-database.ts";
import type { ProjectDatabase } from "./project-database.ts";
import { standInRolesSql, standInsSql } from "./stand-ins.ts";

/** A server on which SQL is tried, in a transaction that is undone. */
export interface ServerChoice {
  readonly url: string;
  /** Whether the database may have tables already. */
  readonly force: boolean;
}

export interface OpenProjectOptions {
  /** Null takes a Postgres of our own. */
  readonly server: ServerChoice | null;
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Whether what cannot be there has stand-ins that do nothing, for SQL of any project. */
  readonly standIns: boolean;
}

/**
 * Opens a database like a new Supabase project. What happens in it leaves no trace.
 * @throws InputError or UnavailableError when the server cannot be used or the local database does not boot
 */
export async function openProject(options: OpenProjectOptions): Promise<ProjectDatabase> {
  if (options.server === null) return openLocalProject(options);
  const { openServer } = await import("./server/open-server.ts");
  return openServer({ ...options, ...options.server, as: "project" });
}

async function openLocalProject(options: OpenProjectOptions): Promise<ProjectDatabase> {
  const { standIns } = options;
  const setUp = standIns ? [standInRolesSql, standInsSql("postgres", new Set())] : [];
  const database = await openDatabase({ ...options, moreExtensions: standIns, setUp });
  const { rows } = await database.query("select name from pg_available_extensions");
  const users = { owner: "postgres", platform: "supabase_admin" };
  return {
    execute: (sql) => database.execute(sql),
    query: (sql, params) => database.query(sql, params),
    apply: (sql, author) => database.apply(sql, author),
    read: (subquery) => database.read(subquery),
    asActor: (actor, statement) => database.asActor(actor, statement),
    begin: () => database.begin(),
    transaction: (work) => database.transaction(work),
    rolledBack: (work) => database.rolledBack(work),
    forget: (next) => database.execute(`reset all; set session authorization ${users[next]}`),
    server: null,
    owner: users.owner,
    isFenced: false,
    extensions: new Set(rows.map((row) => String(row["name"]))),
    get isClosed() {
      return database.isClosed;
    },
    close: () => database.close(),
  };
}
