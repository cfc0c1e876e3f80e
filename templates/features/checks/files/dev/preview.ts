import { existsSync, realpathSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { startLocalBackend, type LocalBackend } from "./local-backend.ts";
import { answerWith, isBackendRequest } from "./node-http.ts";
import { preparedImage } from "./prepared-image.ts";
import { serveFile } from "./static-files.ts";

export type PreviewOptions = {
  /** 0 takes any free port. Default: 4173. */
  readonly port?: number | undefined;
  /** Keeps database and files in memory, new and seeded at every start. Default: false, kept in `.local/backend`. */
  readonly ephemeral?: boolean | undefined;
  /** The app's folder, with the built app in `dist`. Default: the one this file belongs to. */
  readonly root?: string | undefined;
  /** Takes one line for the person at the terminal. Default: drops it. */
  readonly log?: ((line: string) => void) | undefined;
};

export type Preview = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves the built app with its local backend on 127.0.0.1. Resolves when it can answer.
 * Throws when there is no build, the port is taken, or the backend cannot start.
 */
export async function startPreview(options: PreviewOptions = {}): Promise<Preview> {
  const { port = 4173, ephemeral = false, log = () => {} } = options;
  const root = options.root ?? fileURLToPath(new URL("..", import.meta.url));
  const folder = join(root, "dist");
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`There is no built app in ${folder}. Run "npm run build" first.`);
  }
  const ready = Promise.withResolvers<LocalBackend>();
  const server = createServer((request, response) => {
    const answered = isBackendRequest(request)
      ? ready.promise.then((backend) => answerWith({ backend, origin: url, request, response }))
      : serveFile({ folder, request, response });
    answered.catch((error: unknown) => {
      log(
        `${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`,
      );
      response.destroy();
    });
  });
  const url = await listen(server, port);
  try {
    const dataFolder = ephemeral ? null : join(root, ".local/backend");
    const image = ephemeral ? preparedImage(root) : null;
    const backend = await startLocalBackend({ root, origin: url, dataFolder, log, image });
    ready.resolve(backend);
    void readSchema(backend, url);
    return {
      url,
      close: async () => {
        await closeServer(server);
        await backend.close();
      },
    };
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

/** The first request of all reads the schema, for as long as twenty others take: nobody needs to wait for it. */
async function readSchema({ fetch, key }: LocalBackend, url: string): Promise<void> {
  const request = new Request(`${url}/rest/v1/no_such_table`, { headers: { apikey: key } });
  await fetch(request).catch(() => null);
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4173" },
      ephemeral: { type: "boolean", default: false },
      "until-input-ends": { type: "boolean", default: false },
    },
  });
  // Postgres as it is compiled at first is fast enough for a server that ends soon: to optimize its largest function
  // takes more time than all that is asked of it. Only the function of this number is optimized, which is an import.
  if (values.ephemeral) setFlagsFromString("--wasm-tier-up-filter=0");
  const preview = await startPreview({
    port: Number(values.port),
    ephemeral: values.ephemeral,
    log: (line) => console.log(line),
  });
  const stop = async () => {
    await preview.close();
    // The database leaves a code of its own behind.
    process.exitCode = 0;
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // Whoever started it holds the other end, and lets go of it even when killed.
  if (values["until-input-ends"]) process.stdin.once("end", stop).resume().unref();
  console.log(`ready ${preview.url}`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
