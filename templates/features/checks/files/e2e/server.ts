import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** The first start of all makes a database from nothing, which takes seconds. */
const TIMEOUT_MS = 60_000;

export type Server = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves the built app with a new seeded backend, in a process of its own: the test runner follows every promise
 * of this one, and a database has many. Throws what the server said when it does not start within a minute.
 */
export async function startServer(root: string): Promise<Server> {
  const options = ["--port", "0", "--ephemeral", "--until-input-ends"];
  const command = [join(root, "dev/preview.ts"), ...options];
  const child = spawn(process.execPath, command, { cwd: root, stdio: "pipe" });
  const ended = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const address = /^ready (\S+)$/m.exec(output)?.[1];
        if (address) resolve(address);
      });
    }
    const fail = () => reject(new Error(`The server does not start.\n${output}`));
    child.once("error", reject);
    child.once("exit", fail);
    setTimeout(fail, TIMEOUT_MS).unref();
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
