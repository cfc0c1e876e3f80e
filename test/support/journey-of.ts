import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What an app's own journey in a browser printed, whether it went well or not: its words say which step did not. */
export async function journeyOf(app: string): Promise<{ readonly stdout: string }> {
  return run("npm", ["run", "e2e"], { cwd: app }).catch(
    (error: { readonly stdout: string }) => error,
  );
}
