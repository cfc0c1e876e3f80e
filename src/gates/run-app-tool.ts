import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GateId } from "../spec/gate-report.ts";
import { runProgram, type ProgramEnd, type ProgramRun } from "../workspace/run-program.ts";
import type { GateResult, ProjectContext } from "./gate.ts";
import { unavailable } from "./gate-result.ts";
import { tidyWords } from "./tidy-words.ts";
import { toolEnvironment } from "./tool-environment.ts";

interface AppTool {
  readonly gate: GateId;
  /** The package below the app's `node_modules`, and its program there: `typescript`, `bin/tsc`. */
  readonly package: string;
  readonly program: string;
  /** Absolute path of the program, where it lies elsewhere. Default: below the app's `node_modules`. */
  readonly file?: string;
  readonly args: readonly string[];
  readonly deadlineMs: number;
}

type ToolAnswer =
  | { readonly kind: "answered"; readonly exitCode: number; readonly run: ProgramRun }
  | { readonly kind: "unavailable"; readonly result: GateResult };

/** Runs a tool that the app brings along, on our Node. A tool that is missing, crashes or hangs makes the gate unavailable. */
export async function runAppTool(context: ProjectContext, tool: AppTool): Promise<ToolAnswer> {
  const { root, signal } = context;
  const file = tool.file ?? join(root, "node_modules", tool.package, tool.program);
  if (!existsSync(file))
    return { kind: "unavailable", result: missingTool(tool.gate, tool.package) };
  const run = await runProgram({
    command: [process.execPath, file, ...tool.args],
    cwd: root,
    env: toolEnvironment(context),
    signal,
    deadlineMs: tool.deadlineMs,
  });
  if (run.end.kind === "exited") return { kind: "answered", exitCode: run.end.exitCode, run };
  const message = `${tool.package} ${howItEnded(run.end, tool.deadlineMs)}.`;
  return {
    kind: "unavailable",
    result: unavailable({ gate: tool.gate, message, fix: "Run the command again." }),
  };
}

export function missingTool(gate: GateId, name: string): GateResult {
  return unavailable({
    gate,
    message: `The app's packages do not have ${name}.`,
    fix: "Run npm install in the app's folder.",
  });
}

/** A tool that ended without an answer we understand: its last words are all there is to go by. */
export function speechless(
  gate: GateId,
  name: string,
  { run, root }: { run: ProgramRun; root: string },
) {
  const words = tidyWords(`${run.stdout}\n${run.stderr}`, root).split("\n").slice(-8).join("\n");
  return unavailable({
    gate,
    message: `${name} broke before it could judge the app: ${words || "it said nothing."}`,
    fix: "Run npm install in the app's folder, then run the command again.",
  });
}

function howItEnded(end: Exclude<ProgramEnd, { kind: "exited" }>, deadlineMs: number): string {
  switch (end.kind) {
    case "crashed":
      return `was ended by ${end.signal}`;
    case "missing":
      return `cannot be started: ${end.reason}`;
    case "aborted":
      return "was stopped";
    case "flooded":
      return "printed without end and was stopped";
    case "deadline":
      return `did not end within ${deadlineMs / 1000} seconds`;
  }
}
