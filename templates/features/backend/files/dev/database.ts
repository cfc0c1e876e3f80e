import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite, PgliteConnection } from "@supabase/lite/pglite";
import { writeWhole } from "./stored-files.ts";

/** A database that nobody has used yet, with migrations and seeds in it, and the files that the seeds have stored. */
export type PreparedState = {
  /** What `dumpDataDir` gives, not compressed. */
  readonly database: Uint8Array<ArrayBuffer>;
  readonly files: ReadonlyMap<string, Uint8Array>;
};

export type PreparedImage = {
  /** Null when there is none, or none that is whole; that one is thrown away. */
  readonly read: () => Promise<PreparedState | null>;
  /** Keeps it for the next start, unless something that decides about it has changed since the image was asked for. */
  readonly write: (state: PreparedState) => Promise<void>;
  readonly discard: () => Promise<void>;
};

export type Database = {
  readonly connection: PgliteConnection;
  /** Nothing is in it yet; stays true until `markComplete`. */
  readonly isNew: boolean;
  /** What it started from when it has migrations and seeds already, though it is new. */
  readonly prepared: PreparedState | null;
  /** Makes the tables of auth and storage, and the privileges that a Supabase project has. */
  readonly prepare: (ensureSystemSchema: () => Promise<void>) => Promise<void>;
  /** Says that it may be opened again. A new one without this is thrown away at the next start. */
  readonly markComplete: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a Supabase project grants outside of the app's own migrations. */
const ROLES_SQL = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$;
grant usage on schema public to anon, authenticated, service_role;
`;

/** Migrations add tables to it whose changes clients may follow. It is there in every Supabase project. */
const PUBLICATION_SQL = `
do $$ begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then create publication supabase_realtime; end if;
end $$;
`;
const SYSTEM_GRANTS_SQL = `
grant usage on schema auth, storage to anon, authenticated, service_role;
grant all on all tables in schema storage to anon, authenticated, service_role;
grant all on all tables in schema auth to service_role;
`;

type Place = {
  /** The app's folder. */
  readonly root: string;
  readonly dataFolder: string | null;
  /** What a new one may start from. */
  readonly image: PreparedImage | null;
};

/** What new databases would be copied from. There is only this one, and it starts faster when these are not in its image. */
const COPIES_SQL = [
  "update pg_database set datistemplate = false",
  "drop database if exists template0",
  "drop database if exists template1",
];

/** As much as Postgres takes by itself would be cleared at every start, for a database of a few megabytes. */
const START_PARAMETERS = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

/** Supabase answers with numbers for numeric columns, the library with texts: 1700 is the type's number in Postgres. */
const PARSERS = { 1700: Number };

/**
 * Opens the database below `dataFolder`, or one in memory when that is null.
 * Making one from nothing takes seconds, so the first one is kept as it is before migrations and seeds,
 * and later ones start from that, unless there is an image that has these too.
 */
export async function openDatabase({ root, dataFolder, image }: Place): Promise<Database> {
  // The V8 of Node 24 may free compiled code of Postgres twice, and the server would be gone (nodejs/node#66366).
  if (process.versions.v8.startsWith("13.")) setFlagsFromString("--no-wasm-code-gc");
  const unlock = dataFolder ? await lockFolder(dataFolder) : async () => {};
  const completeFile = dataFolder && join(dataFolder, "complete");
  const isNew = !completeFile || !existsSync(completeFile);

  const emptyFile = join(root, `node_modules/.cache/local-backend/${await imageName()}`);
  const open = async () => {
    const prepared = isNew && image ? await openPrepared(dataFolder, image) : null;
    if (prepared) return { ...prepared, isBare: false };
    if (dataFolder && isNew) await removeContents(dataFolder);
    const empty = isNew ? await readFile(emptyFile).catch(() => null) : null;
    const connection = await connect(dataFolder, empty);
    return { connection, prepared: null, isBare: isNew && !empty };
  };
  const { connection, prepared, isBare } = await open().catch(async (cause: unknown) => {
    await unlock();
    throw cause;
  });
  return {
    connection,
    isNew,
    prepared,
    prepare: async (ensureSystemSchema) => {
      await connection.driver.exec(ROLES_SQL);
      await connection.driver.exec(PUBLICATION_SQL);
      await ensureSystemSchema();
      await connection.driver.exec(SYSTEM_GRANTS_SQL);
      // It only saves time: where it cannot be written, the next start takes as long as this one.
      if (!isBare) return;
      for (const statement of COPIES_SQL) await connection.driver.exec(statement);
      await writeWhole(emptyFile, await dump(connection)).catch(() => null);
    },
    markComplete: async () => {
      if (completeFile && isNew) await writeFile(completeFile, "");
    },
    close: async () => {
      await connection.close();
      await unlock();
    },
  };
}

/** An image that Postgres does not take is thrown away. */
async function openPrepared(dataFolder: string | null, image: PreparedImage) {
  const prepared = await image.read();
  if (!prepared) return null;
  if (dataFolder) await removeContents(dataFolder);
  try {
    return { prepared, connection: await connect(dataFolder, prepared.database) };
  } catch {
    await image.discard();
    return null;
  }
}

/** All that is in the database now, for `loadDataDir`. */
export async function dump({ driver }: PgliteConnection): Promise<Uint8Array<ArrayBuffer>> {
  // Else whoever starts from it would have to repeat all that was written since the last one.
  await driver.exec("checkpoint");
  return new Uint8Array(await (await driver.dumpDataDir("none")).arrayBuffer());
}

/** What a start that was interrupted has left. */
async function removeContents(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, "database"), { recursive: true, force: true });
  await rm(join(dataFolder, "files"), { recursive: true, force: true });
}

async function connect(
  dataFolder: string | null,
  image: Uint8Array<ArrayBuffer> | null,
): Promise<PgliteConnection> {
  const connection = new PgliteConnection({
    ...(dataFolder ? { url: join(dataFolder, "database") } : {}),
    pgliteOptions: {
      parsers: PARSERS,
      startParams: START_PARAMETERS,
      ...(image ? { loadDataDir: new BytesAsBlob(image) } : {}),
    },
  });
  // At its first request the library would grant everything on every table to every role, and so hide
  // each grant that a migration has forgotten or withheld. It believes it has done so already.
  Object.assign(connection, { rlsState: "active" });
  await connection.driver.waitReady.catch((cause: unknown) => {
    const place = dataFolder ?? "memory";
    throw new Error(
      `The local database in ${place} does not start. Delete it to begin with an empty one.`,
      { cause },
    );
  });
  return connection;
}

/** One image a version: `@supabase/lite` depends on one exact version of Postgres, and makes the tables inside. */
async function imageName(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve("@supabase/lite"));
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  return `empty-${version}.tar`;
}

/** Postgres asks for a blob once, to take all of it: one that holds no copy saves two of many megabytes. */
class BytesAsBlob extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super();
    this.#bytes = bytes;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteLength } = this.#bytes;
    return byteLength === buffer.byteLength ? buffer : this.#bytes.slice().buffer;
  }
}

/**
 * Keeps a second process from opening the same database, which would ruin it.
 * Gives the function that takes the lock away. Throws when a living process has it.
 */
async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "process");
  const holder = Number(await readFile(file, "utf8").catch(() => ""));
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `The local database in ${folder} is open in another process (${holder}). ` +
        `Stop that one first. If it is not a server of this app, delete ${file}.`,
    );
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
