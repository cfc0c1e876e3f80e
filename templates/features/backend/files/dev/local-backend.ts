import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { App, setExperimental } from "@supabase/lite";
import type { PGlite } from "@supabase/lite/pglite";
import { dump, openDatabase, type Database, type PreparedImage } from "./database.ts";
import { createMailbox, mailRedirects } from "./mailbox.ts";
import { applyMigrations } from "./migrations.ts";
import type { Handler } from "./node-http.ts";
import { seed } from "./seed.ts";
import { describePeople, signUpPeople } from "./seeder.ts";
import { byteRanges } from "./shims/byte-ranges.ts";
import { multipartUploads } from "./shims/multipart-uploads.ts";
import { aloud, quietConsole } from "./shims/quiet-console.ts";
import { signedUrls } from "./shims/signed-urls.ts";
import { unfilteredWrites } from "./shims/unfiltered-writes.ts";
import { filesInFolder, filesInMemory, storageAdapter, type FileStore } from "./stored-files.ts";

export type LocalBackendOptions = {
  /** The app's folder. */
  readonly root: string;
  /** Where the app is served, such as `http://localhost:5173`; links in mails start with it. */
  readonly origin: string;
  /** The folder that keeps database and files between runs; null keeps both in memory. */
  readonly dataFolder: string | null;
  /** Takes one line for the person at the terminal. */
  readonly log: (line: string) => void;
  /** Whether a new database begins with the seeds. Default: true. */
  readonly isSeeded?: boolean;
  /** What a new database with seeds starts from, and is kept in when it is not made yet. Default: none. */
  readonly image?: PreparedImage | null;
};

export type LocalBackend = {
  readonly fetch: Handler;
  /** The publishable key for clients. */
  readonly key: string;
  /**
   * The database itself, as its owner, whom no policy binds: for checks that need rows which people may not write. Ask it
   * between requests: while one is answered, it is in its transaction.
   */
  readonly database: PGlite;
  /** Runs the migrations that came since, and answers for the tables they make. */
  readonly migrate: () => Promise<void>;
  /** Ends the database. Call it once; data in a folder is complete afterwards. */
  readonly close: () => Promise<void>;
};

/** The key that every local Supabase backend accepts. It opens nothing but this machine's own data. */
const LOCAL_KEY = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";

/**
 * Starts Postgres, auth, REST and storage inside this process, brings the database up to date with
 * `supabase/migrations`, and fills it with the seeds when it is new.
 * Throws when a migration or a seed fails, or when another process has the data folder open.
 */
export function startLocalBackend(options: LocalBackendOptions): Promise<LocalBackend> {
  return quietConsole(() => start(options));
}

async function start({
  root,
  origin,
  dataFolder,
  log,
  isSeeded = true,
  image = null,
}: LocalBackendOptions): Promise<LocalBackend> {
  // Passwords of a throw-away database need no slow hash, and every sign-up of the seeds would wait for it.
  process.env.LITE_AUTH_BCRYPT_COST ??= "4";
  // The library hides storage behind a switch; the shims make up for what it lacks.
  setExperimental("storage", true);
  if (dataFolder) await mkdir(dataFolder, { recursive: true });

  const mailbox = createMailbox(log);
  const database = await openDatabase({ root, dataFolder, image: isSeeded ? image : null });
  try {
    const { connection, isNew, prepared } = database;
    const { driver } = connection;
    const files = dataFolder ? filesInFolder(join(dataFolder, "files")) : filesInMemory();
    const app = new App({
      connection,
      auth: authSettings(origin),
      storage: { enabled: true },
      studio: { enabled: false },
      options: { drivers: { email: mailbox.driver } },
    });
    app._storageAdapter = storageAdapter({ files, database: driver });
    const inTurn = oneAtATime();
    const migrate = () =>
      inTurn(async () => {
        await applyMigrations({ database: driver, folder: join(root, "supabase/migrations") });
        await connection.clearSchemaCache();
      });
    const answer: Handler = async (request) => {
      const whole = await received(request);
      return inTurn(async () => app.fetch(whole));
    };
    const fetch = withShims(answer, mailbox.answer);

    if (prepared) {
      // Each by itself: as parts of the image they would keep all of it in memory.
      for (const [key, bytes] of prepared.files) await files.write(key, bytes.slice());
    } else {
      await database.prepare(() => app.ensureSystemSchema());
      await migrate();
      if (isNew && isSeeded) {
        await seed(() => signUpPeople({ root, origin, key: LOCAL_KEY, fetch }));
      }
      // An image only saves time: where it cannot be written, the next start takes as long as this one.
      if (isNew && isSeeded && image && mailbox.isEmpty()) {
        await keep(image, { connection, files, origin }).catch(() => null);
      }
    }
    if (isNew && isSeeded) aloud(() => log(describePeople()));
    await database.markComplete();
    return { fetch, key: LOCAL_KEY, database: driver, migrate, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * All requests have one session of Postgres, and `@supabase/lite` does not keep their transactions apart: who is refused
 * would undo what another one has just written, and a write could be done in the name of somebody else.
 * This begins each task when the one before it is done.
 */
function oneAtATime(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => null);
    return result;
  };
}

/** The same request with its whole body, so that nobody waits for somebody else's slow line. */
async function received(request: Request): Promise<Request> {
  if (!request.body) return request;
  const { method, headers } = request;
  return new Request(request.url, { method, headers, body: await request.arrayBuffer() });
}

/** Keeps all that migrations and seeds have left, unless a row names this very server: the next one has another address. */
async function keep(
  image: PreparedImage,
  {
    connection,
    files,
    origin,
  }: Pick<Database, "connection"> & { files: FileStore; origin: string },
): Promise<void> {
  const { rows } = await connection.driver.query<{ key: string }>(
    "select bucket_id || '/' || name as key from storage.objects",
  );
  const stored = new Map<string, Uint8Array>();
  for (const { key } of rows) {
    const file = await files.find(key);
    if (file) stored.set(key, await file.bytes());
  }
  const database = await dump(connection);
  if (!Buffer.from(database.buffer).includes(origin))
    await image.write({ database, files: stored });
}

function authSettings(origin: string) {
  return {
    enabled: true,
    // Only this machine's own data hangs on it, and a fixed one keeps people signed in across restarts.
    jwt_secret: "local-development-only-secret-with-more-than-32-characters",
    publishable_key: LOCAL_KEY,
    site_url: origin,
    additional_redirect_urls: ["http://localhost:*/**", "http://127.0.0.1:*/**"],
    minimum_password_length: 8,
    email: { enable_signup: true, enable_confirmations: false },
  };
}

/** The shims wrap one another; the innermost is `@supabase/lite`. */
function withShims(backend: Handler, mails: Handler): Handler {
  const shims = [unfilteredWrites, mailRedirects, multipartUploads, signedUrls, byteRanges];
  const wrapped = shims.reduceRight<Handler>(
    (next, shim) => (request) => shim(request, next),
    backend,
  );
  return (request) =>
    new URL(request.url).pathname.startsWith("/__local/")
      ? mails(request)
      : quietConsole(() => wrapped(request));
}
