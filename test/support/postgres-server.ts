import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { reachablePostgres } from "./reachable-postgres.ts";

export interface PostgresServer {
  /** Of the superuser, for any database of the server. */
  readonly url: (database: string) => string;
  readonly port: number;
  /** Runs SQL as the superuser outside of any transaction of ours; the rows of the last statement. */
  readonly run: (database: string, sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

/** A real Postgres server of its own, new and empty; whoever starts it stops it. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const port = await freePort();
  const { EmbeddedPostgres, folder, remove } = await reachablePostgres();
  const logged: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "secret",
    authMethod: "scram-sha-256",
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    postgresFlags: ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"],
    onLog: (line) => logged.push(String(line)),
    onError: (line) => logged.push(String(line)),
  });
  const temporary = process.env["TMPDIR"];
  try {
    // Where the password is handed over.
    process.env["TMPDIR"] = folder;
    await server.initialise();
    await server.start();
  } catch (error) {
    await remove();
    throw new Error(`The Postgres server did not start: ${logged.join("\n")}`, { cause: error });
  } finally {
    if (temporary === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = temporary;
  }
  const url = (database: string): string =>
    `postgres://postgres:secret@127.0.0.1:${port}/${database}`;
  return {
    url,
    port,
    async run(database, sql) {
      const client = new pg.Client({ connectionString: url(database) });
      await client.connect();
      try {
        const found: unknown = await client.query(sql);
        const results = (Array.isArray(found) ? found : [found]) as readonly pg.QueryResult[];
        return results.at(-1)?.rows ?? [];
      } finally {
        await client.end();
      }
    },
    async stop() {
      await server.stop();
      await remove();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
