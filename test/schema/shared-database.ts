import { SqlError } from "../../src/backend/database-errors.ts";
import { openDatabase, type Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";

interface Shared {
  readonly database: Database;
  /** What it says of itself when it is new. */
  readonly fresh: string;
}

/** Files of tests that run in one process, one after the other, share it. */
let shared: Promise<Shared> | null = null;

async function open(): Promise<Shared> {
  const database = await openDatabase({ cacheFolder: sharedCacheFolder });
  return { database, fresh: await traces(database) };
}

/**
 * A database as new, for tests that undo what they do. Its `close` only hands it back, or really ends it when something
 * was left in it, so that the next one is new again.
 */
export async function borrowDatabase(): Promise<Database> {
  shared ??= open();
  const { database, fresh } = await shared;
  if (database.isClosed) {
    shared = null;
    return borrowDatabase();
  }
  const begun = new Set<Transaction>();
  return {
    execute: (sql) => database.execute(sql),
    query: (sql, params) => database.query(sql, params),
    apply: (sql, author) => database.apply(sql, author),
    read: (subquery) => database.read(subquery),
    asActor: (actor, statement) => database.asActor(actor, statement),
    async begin() {
      const transaction = await database.begin();
      begun.add(transaction);
      return transaction;
    },
    transaction: (work) => database.transaction(work),
    rolledBack: (work) => database.rolledBack(work),
    boot: database.boot,
    get isClosed() {
      return database.isClosed;
    },
    async close() {
      for (const transaction of begun) void transaction.rollback();
      if (!database.isClosed && (await isAsNew({ database, fresh }))) return;
      await database.close();
    },
  };
}

/** Whether tests have undone everything. A savepoint that one has left open keeps the question waiting. */
async function isAsNew({ database, fresh }: Shared): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(resolve, 5_000, "a savepoint is open");
  try {
    return (await Promise.race([traces(database), promise])) === fresh;
  } finally {
    clearTimeout(timer);
  }
}

/** What a change leaves behind: another number of rows, or one by a later transaction, or a setting. */
async function traces(database: Database): Promise<string> {
  try {
    return JSON.stringify((await database.query(tracesSql)).rows);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

const tables = [
  "pg_attrdef",
  "pg_attribute",
  "pg_auth_members",
  "pg_class",
  "pg_constraint",
  "pg_db_role_setting",
  "pg_default_acl",
  "pg_depend",
  "pg_description",
  "pg_event_trigger",
  "pg_extension",
  "pg_index",
  "pg_namespace",
  "pg_policy",
  "pg_proc",
  "pg_publication_rel",
  "pg_rewrite",
  "pg_trigger",
  "pg_type",
  "auth.users",
  "realtime.messages",
  "storage.buckets",
  "storage.objects",
];

const tracesSql = [
  ...tables.map(
    (name) => `select '${name}', count(*)::text, max(xmin::text::bigint)::text from ${name}`,
  ),
  "select 'prepared', count(*)::text, null from pg_prepared_statements",
  "select 'roles', count(*)::text, md5(string_agg(r::text, ' ' order by rolname)) from pg_roles r",
  "select 'settings', session_user || ' ' || current_user, md5(string_agg(s::text, ' ' order by name)) from pg_settings s",
].join("\nunion all ");
