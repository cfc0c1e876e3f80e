import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { counted } from "../core/counted.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import { judged } from "./gate-result.ts";
import { isAppFile, isSource } from "./source-paths.ts";
import { runAppTool, speechless } from "./run-app-tool.ts";

/** The app type-checks, by the compiler and the settings that its own `npm run typecheck` uses. */
export const typesGate: Gate = {
  id: "types",
  title: "Types",
  seconds: 0.7,
  deadlineSeconds: 60,
  inputs: () => ({
    reads: isSource,
    sees: isAppFile,
    programs: ["typescript/package.json", "typescript/bin/tsc"],
  }),
  run: checkTypes,
};

/** Another gate has the other core. Alone, several threads are a tenth quicker for half as much work again. */
const args = ["--noEmit", "--singleThreaded", "--pretty", "false", "-p", "."];

/** Where the compiler keeps what it knows of files, so that it checks those again that a change can concern. */
const known = ["--incremental", "--tsBuildInfoFile", "node_modules/.cache/types.tsbuildinfo"];

async function checkTypes(context: GateContext): Promise<GateResult> {
  const answer = await runAppTool(context, {
    gate: "types",
    package: "typescript",
    program: "bin/tsc",
    args: context.memory?.isFresh === false ? [...args, ...known] : args,
    deadlineMs: 120_000,
  });
  if (answer.kind === "unavailable") return answer.result;
  const found = parseFindings(answer.run.stdout);
  if (answer.exitCode !== 0 && found.length === 0) {
    return speechless("types", "TypeScript", { run: answer.run, root: context.root });
  }
  return judged(found.length === 0 ? "no type error" : counted(found.length, "type error"), found);
}

const finding =
  /^(?:(?<file>[^\s(][^(]*)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<message>.*)$/;

/** Reads what `tsc --pretty false` prints: one line a finding, indented lines that explain the one before. */
export function parseFindings(output: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split(/\r?\n/)) {
    const parts = finding.exec(line)?.groups;
    const last = found.at(-1);
    if (parts !== undefined) found.push(toDiagnostic(parts));
    else if (/^\s+\S/.test(line) && last !== undefined) {
      found[found.length - 1] = { ...last, message: `${last.message}\n${line}` };
    }
  }
  return found;
}

function toDiagnostic(parts: Readonly<Record<string, string | undefined>>): Diagnostic {
  return diagnostic({
    code: parts["code"] ?? "TS",
    message: parts["message"] || "unknown type error",
    file: parts["file"]?.replaceAll("\\", "/"),
    line: parts["line"] === undefined ? null : Number(parts["line"]),
    column: parts["column"] === undefined ? null : Number(parts["column"]),
  });
}
