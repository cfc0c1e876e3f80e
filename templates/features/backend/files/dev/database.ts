import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PgliteConnection } from "@supabase/lite/pglite";

export type Database = {
  readonly connection: PgliteConnection;
  /** Nothing is in it yet; stays true until `markComplete`. */
  readonly isNew: boolean;
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
};

/** Supabase answers with numbers for numeric columns, the library with texts: 1700 is the type's number in Postgres. */
const PARSERS = { 1700: Number };

/**
 * Opens the database below `dataFolder`, or one in memory when that is null.
 * Making one from nothing takes seconds, so the first one is kept as an image and later ones start from it.
 */
export async function openDatabase({ root, dataFolder }: Place): Promise<Database> {
  const unlock = dataFolder ? await lockFolder(dataFolder) : async () => {};
  const completeFile = dataFolder && join(dataFolder, "complete");
  const isNew = !completeFile || !existsSync(completeFile);
  if (dataFolder && isNew) await removeContents(dataFolder);

  const imageFile = join(root, `node_modules/.cache/local-backend/${await imageName()}`);
  const image = isNew ? await readImage(imageFile) : null;
  const connection = await connect(dataFolder, image).catch(async (cause: unknown) => {
    await unlock();
    throw cause;
  });
  return {
    connection,
    isNew,
    prepare: async (ensureSystemSchema) => {
      await connection.driver.exec(ROLES_SQL);
      await connection.driver.exec(PUBLICATION_SQL);
      await ensureSystemSchema();
      await connection.driver.exec(SYSTEM_GRANTS_SQL);
      // The image only saves time: where it cannot be written, the next start takes as long as this one.
      if (isNew && !image) {
        await saveImage(imageFile, await connection.driver.dumpDataDir("none")).catch(() => null);
      }
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

/** What a start that was interrupted has left. */
async function removeContents(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, "database"), { recursive: true, force: true });
  await rm(join(dataFolder, "files"), { recursive: true, force: true });
}

async function connect(dataFolder: string | null, image: Blob | null): Promise<PgliteConnection> {
  const connection = new PgliteConnection({
    ...(dataFolder ? { url: join(dataFolder, "database") } : {}),
    pgliteOptions: { parsers: PARSERS, ...(image ? { loadDataDir: image } : {}) },
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
  return `supabase-lite-${version}.tar`;
}

async function readImage(file: string): Promise<Blob | null> {
  return existsSync(file) ? new Blob([await readFile(file)]) : null;
}

/** Written beside and renamed, so that a process that starts meanwhile never reads half of it. */
async function saveImage(file: string, image: Blob): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, new Uint8Array(await image.arrayBuffer()));
  await rename(part, file);
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
