import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { counted } from "../core/counted.ts";
import type { ClosableGate, GateResult, ProjectContext } from "./gate.ts";
import { judged } from "./gate-result.ts";
import { hashOfFolder } from "./memory/hash-folder.ts";
import { appPathOf, tidyWords } from "./tidy-words.ts";
import { ToolProcess } from "./tool-process.ts";
import { buildAnswerSchema, type BuildAnswer } from "./tools/build-answer.ts";

/** The production build succeeds; what it makes is in the app's `dist`. */
export function createBuildGate(): ClosableGate<ProjectContext> {
  const vite = new ToolProcess({ gate: "build", entry: "build-tool", name: "Vite" });
  return {
    id: "build",
    title: "Build",
    seconds: 1,
    deadlineSeconds: 60,
    // Tailwind looks for class names in every file that git does not ignore, also in our records.
    inputs: () => ({ reads: () => true, programs: ["vite/package.json"] }),
    made: ({ root }) => hashOfFolder(join(root, "dist")),
    prepare: async (context) => vite.prepare(context),
    run: (context) => build(context, vite),
    close: () => vite.close(),
  };
}

async function build(context: ProjectContext, vite: ToolProcess): Promise<GateResult> {
  const asked = await vite.ask(context);
  if (asked.kind === "unavailable") return asked.result;
  const answer = buildAnswerSchema.parse(asked.answer);
  if (answer.kind === "failed") {
    const errors = answer.errors.map((error) => toDiagnostic(error, context.root));
    return judged(counted(errors.length, "error"), errors);
  }
  const kilobytes = answer.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  return judged(
    `${counted(answer.files.length, "file")}, ${Math.round(kilobytes)} kB`,
    answer.warnings.map((warning) => toWarning(warning, context.root)),
  );
}

type BuildError = Extract<BuildAnswer, { kind: "failed" }>["errors"][number];

function toDiagnostic({ message, file, line, column }: BuildError, root: string): Diagnostic {
  const words = tidyWords(message, root);
  const named = file === null ? null : appPathOf(file, root);
  // "[PARSE_ERROR] ... ╭─[ src/a.ts:1:5 ]": the place stands only in the picture of the code.
  const pictured = /─\[ (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+) \]/.exec(words)?.groups;
  return diagnostic({
    code: "build-error",
    message: words || "The build failed without a word.",
    file: named ?? pictured?.["file"] ?? null,
    line: line ?? numberOf(pictured?.["line"]),
    // The bundler counts columns from 0.
    column: column === null ? numberOf(pictured?.["column"]) : column + 1,
  });
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function toWarning(message: string, root: string): Diagnostic {
  return diagnostic({
    code: "build-warning",
    severity: "warning",
    message: tidyWords(message, root),
  });
}
