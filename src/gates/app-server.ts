import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { endGroup, spawnGroup } from "../workspace/process-group.ts";
import type { GateContext } from "./gate.ts";
import { serveFolder } from "./serve-folder.ts";
import type { AppServer } from "./served-app.ts";
import { toolEnvironment } from "./tool-environment.ts";

/** The server started and ended, or did not say in time that it is ready. */
export class AppServerError extends Error {
  /** What the server printed last. */
  readonly lastWords: string;

  constructor(message: string, lastWords: string) {
    super(message);
    this.name = "AppServerError";
    this.lastWords = lastWords;
  }
}

type ServerContext = Pick<GateContext, "root" | "signal" | "cacheFolder">;

const guard = new URL(`./tools/parent-guard-tool${extname(import.meta.filename)}`, import.meta.url)
  .href;

/** The first start of all makes a database from nothing, which takes seconds. */
const deadlineMs = 60_000;

/**
 * Serves the production build: by the app's own preview server with its local backend and seeded data in memory, or,
 * in phases before there is one, as plain files.
 * @throws AppServerError when the app's server does not start.
 */
export async function startAppServer(context: ServerContext): Promise<AppServer> {
  const { root, signal } = context;
  if (!existsSync(join(root, "dev", "preview.ts"))) return serveFolder(join(root, "dist"));
  const command = ["--import", guard, "dev/preview.ts", "--port", "0", "--ephemeral"];
  const child = spawnGroup([process.execPath, ...command], {
    cwd: root,
    env: toolEnvironment(context, { LITE_TELEMETRY: "0" }),
  });
  const close = () => endGroup(child);
  let output = "";
  let url: string | undefined;
  const failure = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(
      () => resolve(`was not ready within ${deadlineMs / 1000} seconds`),
      deadlineMs,
    );
    const settle = (reason: string | null) => {
      clearTimeout(timer);
      resolve(reason);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-20_000);
        url ??= readyAddress(output);
        if (url !== undefined) settle(null);
      });
    }
    child.once("error", (error) => settle(`cannot be started: ${error.message}`));
    child.once("exit", (code, name) => settle(`ended with ${name ?? `exit code ${code}`}`));
    signal.addEventListener("abort", () => settle("was stopped"), { once: true });
  });
  if (failure === null && url !== undefined) return { url, close };
  await close();
  throw new AppServerError(
    `The app's server (node dev/preview.ts) ${failure}.`,
    output.slice(-2_000),
  );
}

function readyAddress(output: string): string | undefined {
  return /^ready (http:\/\/\S+?)\/?\s*$/m.exec(output)?.[1];
}
