import { startAppServer } from "./app-server.ts";
import type { ProjectContext } from "./gate.ts";
import { startStamp } from "./memory/start-stamp.ts";
import type { AppServer } from "./served-app.ts";

interface Standby {
  readonly stamp: string;
  readonly server: Promise<AppServer>;
}

/** Servers of an app, each used once, as what a visit leaves behind is not for the next. One may be started ahead of time. */
export class StandbyServer {
  #standby: Standby | null = null;

  /** Starts the server that `take` would start, unless it is there. */
  async prepare(context: ProjectContext): Promise<void> {
    const stamp = await startStamp("smoke", context);
    if (stamp === null || this.#standby?.stamp === stamp) return;
    await this.close();
    const server = startAppServer(context);
    // `take` starts another one then, which fails in the same way.
    server.catch(() => undefined);
    this.#standby = { stamp, server };
  }

  /**
   * The one that was started ahead of time, if it is still what the app would start now, or else a new one.
   * @throws AppServerError when the app's server does not start.
   */
  async take(context: ProjectContext): Promise<AppServer> {
    const standby = this.#standby;
    this.#standby = null;
    if (standby === null) return startAppServer(context);
    const isSame = standby.stamp === (await startStamp("smoke", context));
    const ready = isSame ? await standby.server.catch(() => null) : null;
    if (ready !== null && (await isAnswering(ready))) return ready;
    await end(standby);
    return startAppServer(context);
  }

  async close(): Promise<void> {
    const standby = this.#standby;
    this.#standby = null;
    if (standby !== null) await end(standby);
  }
}

function isAnswering({ url }: AppServer): Promise<boolean> {
  return fetch(url, { method: "HEAD" }).then(
    () => true,
    () => false,
  );
}

async function end({ server }: Standby): Promise<void> {
  await server.then((started) => started.close()).catch(() => undefined);
}
