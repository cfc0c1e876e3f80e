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
  | { readonly kind: "deadline" }
  /** It printed more than anything that makes sense, and was ended. */
  | { readonly kind: "flooded" };

/** How long what a program has started may go on printing after the program's own end. */
const leftoverMs = 2_000;

/** Most characters that are taken from one stream of a program. */
const mostOutput = 64_000_000;

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
  return new Promise((resolve) => {
    let forced: ProgramEnd | null = null;
    const stop = (end: ProgramEnd) => {
      if (forced !== null) return;
      forced = end;
      letGo();
    };
    // What left the group may hold the pipes for ever; nobody waits for that.
    const letGo = () =>
      void endGroup(child).then(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        if (output[name].length < mostOutput) output[name] += text;
        else stop({ kind: "flooded" });
      });
    }
    const abort = () => stop({ kind: "aborted" });
    const timer = setTimeout(() => stop({ kind: "deadline" }), input.deadlineMs);
    const finish = (end: ProgramEnd) => {
      clearTimeout(timer);
      input.signal.removeEventListener("abort", abort);
      resolve({ end: forced ?? end, ...output });
    };
    input.signal.addEventListener("abort", abort, { once: true });
    child.once("error", (cause) => finish({ kind: "missing", reason: cause.message }));
    child.once("exit", () => {
      const left = setTimeout(letGo, leftoverMs);
      child.once("close", () => clearTimeout(left));
    });
    child.once("close", () => finish(endOf(child)));
  });
}

function endOf({ exitCode, signalCode }: ChildProcess): ProgramEnd {
  return exitCode === null
    ? { kind: "crashed", signal: signalCode ?? "unknown" }
    : { kind: "exited", exitCode };
}
