import type { ChildProcess } from "node:child_process";
import { endGroup, spawnGroup } from "./process-group.ts";

interface ProgramInput {
  /** The program and its arguments; never a line for a shell. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** Default: our own environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

/** How a program ended. `missing` says that it could not be started. */
export type ProgramEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "crashed"; readonly signal: string }
  | { readonly kind: "missing"; readonly reason: string }
  | { readonly kind: "aborted" }
  | { readonly kind: "deadline" };

export interface ProgramRun {
  readonly end: ProgramEnd;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. It and everything it started are gone when this resolves, also after `signal` or the
 * deadline. Never rejects: what went wrong is in `end`.
 */
export function runProgram(input: ProgramInput): Promise<ProgramRun> {
  if (input.signal.aborted) {
    return Promise.resolve({ end: { kind: "aborted" }, stdout: "", stderr: "" });
  }
  const child = spawnGroup(input.command, { cwd: input.cwd, env: input.env });
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return new Promise((resolve) => {
    let forced: ProgramEnd | null = null;
    const stop = (end: ProgramEnd) => {
      forced ??= end;
      void endGroup(child);
    };
    const abort = () => stop({ kind: "aborted" });
    const timer = setTimeout(() => stop({ kind: "deadline" }), input.deadlineMs);
    const finish = (end: ProgramEnd) => {
      clearTimeout(timer);
      input.signal.removeEventListener("abort", abort);
      resolve({ end: forced ?? end, ...output });
    };
    input.signal.addEventListener("abort", abort, { once: true });
    child.once("error", (cause) => finish({ kind: "missing", reason: cause.message }));
    child.once("close", () => finish(endOf(child)));
  });
}

function endOf({ exitCode, signalCode }: ChildProcess): ProgramEnd {
  return exitCode === null
    ? { kind: "crashed", signal: signalCode ?? "unknown" }
    : { kind: "exited", exitCode };
}
