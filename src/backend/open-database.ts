import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { BugError } from "../core/errors.ts";
import { DatabaseEndedError, SqlError } from "./database-errors.ts";
import { prelude } from "./prelude/prelude.ts";
import { SessionLevel, type OpenDatabase } from "./session.ts";
import { readSnapshot, removeSnapshot, writeSnapshot } from "./snapshot-store.ts";
import { WorkerChannel } from "./worker-channel.ts";
import { WorkerEngine } from "./worker-engine.ts";

/** Longest time a boot may take, in milliseconds: initdb needs 2 to 4 seconds on an idle machine. */
const bootDeadlineMs = 120_000;

export interface OpenDatabaseOptions {
  /** Folder of the whole program's caches; snapshots are in `database/` below it. */
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. Default: 30,000. */
  readonly deadlineMs?: number;
  /** Aborting it ends the database, even in the middle of a statement. */
  readonly signal?: AbortSignal;
  /** Offers further extensions to CREATE EXTENSION: citext, pg_trgm, vector and more. Default: false. */
  readonly moreExtensions?: boolean;
  /** Scripts of a superuser that run before anything else, whatever the deadline of statements is. Default: none. */
  readonly setUp?: readonly string[];
}

/**
 * A Postgres of its own, in memory, as empty as a new Supabase project. When it has ended every request is rejected, and
 * a new one can be opened.
 */
export interface Database extends OpenDatabase {
  /** Where it booted from, and what was wrong with the snapshot, if anything. */
  readonly boot: {
    readonly from: "snapshot" | "initdb";
    readonly diagnostics: readonly Diagnostic[];
  };
}

/** Boots a database from the snapshot in the cache; makes the snapshot first when there is none or it is damaged. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const path = join(options.cacheFolder, "database", `${await snapshotKey()}.tar`);
  const { channel, boot } = await bootFromCache(path, options);
  for (const sql of options.setUp ?? []) await setUp(channel, sql);
  const level = new SessionLevel(new WorkerEngine(channel, options.deadlineMs));
  return {
    execute: (sql) => level.execute(sql),
    query: (sql, params) => level.query(sql, params),
    apply: (sql, author) => level.apply(sql, author),
    read: (subquery) => level.read(subquery),
    asActor: (actor, statement) => level.asActor(actor, statement),
    begin: () => level.begin(),
    transaction: (work) => level.transaction(work),
    rolledBack: (work) => level.rolledBack(work),
    boot,
    get isClosed() {
      return channel.ended !== null;
    },
    close: () => channel.end(new DatabaseEndedError("closed", "The local database was closed.")),
  };
}

async function setUp(channel: WorkerChannel, sql: string): Promise<void> {
  const script = `set session authorization supabase_admin; ${sql}; set session authorization postgres`;
  try {
    await channel.send({ kind: "execute", sql: script }, bootDeadlineMs);
  } catch (error) {
    await channel.end(new DatabaseEndedError("crashed", "The local database was not set up."));
    throw error;
  }
}

const packageSchema = z.object({ version: z.string() });

async function snapshotKey(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve("@electric-sql/pglite"));
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(fileURLToPath(manifest), "utf8")),
  );
  const hash = createHash("sha256").update(JSON.stringify(prelude)).digest("hex").slice(0, 16);
  return `pglite-${version}-${hash}`;
}

interface Booted {
  readonly channel: WorkerChannel;
  readonly boot: Database["boot"];
}

type BootOptions = Pick<OpenDatabaseOptions, "signal" | "moreExtensions">;

async function bootFromCache(path: string, options: BootOptions): Promise<Booted> {
  const diagnostics: Diagnostic[] = [];
  const cached = await readSnapshot(path);
  if (cached.kind === "found") {
    try {
      return {
        channel: await load(cached.bytes, options),
        boot: { from: "snapshot", diagnostics },
      };
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }
  if (cached.kind !== "missing") {
    await removeSnapshot(path);
    diagnostics.push(corruptSnapshot(path));
  }
  const bytes = await build(options.signal);
  try {
    await writeSnapshot(path, bytes);
  } catch (error) {
    diagnostics.push(unwrittenSnapshot(path, error));
  }
  const channel = await load(bytes, options);
  return { channel, boot: { from: "initdb", diagnostics } };
}

function isBroken(error: unknown): boolean {
  return (
    error instanceof SqlError || (error instanceof DatabaseEndedError && error.reason === "crashed")
  );
}

/** Boots a worker from a snapshot and hands the bytes over to it: they are empty here afterwards. */
async function load(
  snapshot: Uint8Array<ArrayBuffer>,
  { signal, moreExtensions = false }: BootOptions,
): Promise<WorkerChannel> {
  const channel = new WorkerChannel(signal);
  try {
    await channel.send({ kind: "load", snapshot, moreExtensions }, bootDeadlineMs);
    return channel;
  } catch (error) {
    await channel.end(new DatabaseEndedError("crashed", "The local database did not boot."));
    throw error;
  }
}

async function build(signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const channel = new WorkerChannel(signal);
  try {
    const answer = await channel.send({ kind: "build", prelude }, bootDeadlineMs);
    if (answer.kind !== "built")
      throw new BugError(`The database worker answered "${answer.kind}".`);
    return answer.snapshot;
  } finally {
    await channel.end(new DatabaseEndedError("closed", "The snapshot is built."));
  }
}

function corruptSnapshot(path: string): Diagnostic {
  return diagnostic({
    code: "backend/snapshot-corrupt",
    severity: "info",
    message: `The database snapshot ${path} was damaged; it was removed and built again.`,
  });
}

function unwrittenSnapshot(path: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return diagnostic({
    code: "backend/snapshot-not-written",
    severity: "warning",
    message: `The database snapshot ${path} could not be written: ${reason}. Every run boots about 3 seconds slower.`,
    fix: "Make the cache folder writable.",
  });
}
