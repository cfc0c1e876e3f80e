import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Plugin } from "vite";
import type { LocalBackend, LocalBackendOptions } from "./local-backend.ts";
import { answerWith, isBackendRequest } from "./node-http.ts";

/**
 * Answers `/auth/v1`, `/rest/v1` and `/storage/v1` in the dev server, from a database kept in `.local/backend`.
 * Stands aside when `VITE_SUPABASE_URL` names another backend.
 */
export function localBackend(): Plugin {
  let running: Promise<LocalBackend> | null = null;
  return {
    name: "local-backend",
    apply: (_config, { command }) => command === "serve" && !process.env.VITEST,
    config: () => ({
      server: {
        // The database writes there all the time, and its files are nobody's to download.
        watch: { ignored: ["**/.local/backend/**"] },
        fs: { deny: ["**/.local/backend/**"] },
      },
    }),
    configureServer(server) {
      const { httpServer, config } = server;
      if (!httpServer || config.env.VITE_SUPABASE_URL) return;

      const ready = Promise.withResolvers<LocalBackend>();
      httpServer.once("listening", () => {
        const { port } = httpServer.address() as AddressInfo;
        const origin = `${config.server.https ? "https" : "http"}://localhost:${port}`;
        const dataFolder = join(config.root, ".local/backend");
        running = start({
          root: config.root,
          origin,
          dataFolder,
          log: (line) => config.logger.info(line),
        });
        running.then(ready.resolve, ready.reject);
      });
      ready.promise.catch((error: Error) => config.logger.error(error.message));

      server.middlewares.use(async (request, response, next) => {
        if (!isBackendRequest(request)) return next();
        try {
          const backend = await ready.promise;
          await answerWith({ backend, origin: "http://localhost", request, response });
        } catch (error) {
          // The terminal has said why already; here it saves a guess in the browser's network view.
          if (response.headersSent) response.destroy();
          else
            response
              .writeHead(503, { "content-type": "application/json" })
              .end(JSON.stringify({ message: String(error) }));
        }
      });
    },
    async closeBundle() {
      const backend = await running?.catch(() => null);
      running = null;
      await backend?.close();
    },
  };
}

/** Imported by address, so that Vite does not make database and all a part of its bundled settings. */
async function start(options: LocalBackendOptions): Promise<LocalBackend> {
  const address = new URL("./local-backend.ts", import.meta.url).href;
  const { startLocalBackend }: typeof import("./local-backend.ts") = await import(address);
  return startLocalBackend(options);
}
