import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError, UnavailableError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { readAppRecord } from "./read-app.ts";

interface ServeOptions {
  /** Absolute path of an app that we built. */
  readonly root: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

/**
 * Runs the app's own development server until it ends or `signal` fires; its output goes straight to the terminal.
 * @throws InputError when the folder is not an app of ours or the port is none, UnavailableError when packages are missing.
 */
export async function serveApp({ root, port, signal }: ServeOptions): Promise<ExitCode> {
  await readAppRecord(root);
  if (port > 65_535) throw new InputError(`${port} is not a port; ports end at 65535.`);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  if (!existsSync(vite)) {
    throw new UnavailableError(`The packages of ${root} are not installed.`, {
      nextSteps: [`cd ${root} && npm install`],
    });
  }
  const args = [vite, "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  return new Promise((end, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => {
      if (signal.aborted || code === 0) end(exitCode.done);
      else end(exitCode.unavailable);
    });
  });
}
