import { spawn } from "node:child_process";
import { join } from "node:path";

const launcher = join(import.meta.dirname, "..", "..", "bin", "megamind.js");

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly cwd?: string;
  /** `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped into it. Default: nothing. */
  readonly stdin?: string;
  /** Called with all of stdout so far; return "interrupt" to send Ctrl-C once. */
  readonly onStdout?: (stdout: string) => "interrupt" | undefined;
}

/** Runs the real command line in a process of its own and waits for its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd: options.cwd ?? process.cwd(),
      // What a registry knows changes from day to day.
      env: { ...process.env, NO_COLOR: "1", MEGAMIND_AUDIT: "off", ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    // A command that does not read may end before it is written.
    child.stdin.on("error", () => undefined).end(options.stdin ?? "");
    let stdout = "";
    let stderr = "";
    let isInterrupted = false;
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      if (!isInterrupted && options.onStdout?.(stdout) === "interrupt") {
        isInterrupted = true;
        child.kill("SIGINT");
      }
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
