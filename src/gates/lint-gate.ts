import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { byPlace } from "./by-place.ts";
import { counted } from "../core/counted.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import { judged } from "./gate-result.ts";
import { isAppFile, isSetting, isSource } from "./source-paths.ts";
import { runAppTool, speechless } from "./run-app-tool.ts";

/** The linter finds nothing, by the app's own rules. Warnings are shown and do not fail. */
export const lintGate: Gate = {
  id: "lint",
  title: "Lint",
  seconds: 0.2,
  deadlineSeconds: 30,
  inputs: () => ({
    reads: (path) => isSource(path) || isSetting(path),
    sees: isAppFile,
    programs: ["oxlint/package.json", "oxlint/bin/oxlint"],
  }),
  run: lint,
};

/** Without folders to look at, oxlint would go through node_modules of an app that has no .gitignore. */
const folders = ["src", "dev", "e2e"];
const rules = ".oxlintrc.json";

async function lint(context: GateContext): Promise<GateResult> {
  const { root } = context;
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  if (present.length === 0)
    return notLintable(`The app has none of the folders ${folders.join(", ")}.`);
  if (!existsSync(join(root, rules))) return notLintable(`The app has no ${rules}.`);
  const answer = await runAppTool(context, {
    gate: "lint",
    package: "oxlint",
    program: "bin/oxlint",
    // Another gate has the other core, and threads that share one do twice the work.
    args: ["--format", "json", "--threads", "1", "-c", rules, ...present],
    deadlineMs: 60_000,
  });
  if (answer.kind === "unavailable") return answer.result;
  const report = readOxlint(answer.run.stdout);
  if (report === null) return speechless("lint", "oxlint", { run: answer.run, root });
  return report.files === 0 ? notLintable("There is no file to lint.") : report.result;
}

interface OxlintReport {
  /** How many files were looked at. */
  readonly files: number;
  readonly result: GateResult;
}

/** What `oxlint --format json` printed, or null when that is no report. */
export function readOxlint(output: string): OxlintReport | null {
  const report = parseReport(output);
  if (report === null) return null;
  const { number_of_files: files, number_of_rules: rules } = report;
  const found = report.diagnostics.map(toDiagnostic).toSorted(byPlace);
  const parts = [
    counted(files, "file"),
    ...(rules === null ? [] : [counted(rules, "rule")]),
    counted(found.length, "finding"),
  ];
  return { files, result: judged(parts.join(", "), found) };
}

function notLintable(message: string): GateResult {
  const fix = "Restore the files that the app was generated with.";
  return judged("nothing to lint", [diagnostic({ code: "lint-nothing", message, fix })]);
}

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      /** Missing for files that cannot be parsed. */
      code: z.string().optional(),
      severity: z.string(),
      help: z.string().nullish(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number(), column: z.number() }) })),
    }),
  ),
  number_of_files: z.number(),
  /** Null where folders have rules of their own. */
  number_of_rules: z.number().nullable(),
});

/** The report starts at the first brace: a remark may stand before it. Null when there is none. */
function parseReport(output: string): z.infer<typeof reportSchema> | null {
  try {
    return reportSchema.parse(JSON.parse(output.slice(output.indexOf("{"))));
  } catch {
    return null;
  }
}

type Finding = z.infer<typeof reportSchema>["diagnostics"][number];

function toDiagnostic(found: Finding): Diagnostic {
  const span = found.labels[0]?.span;
  return diagnostic({
    // "eslint(no-unused-vars)" -> "lint/eslint/no-unused-vars"
    code: `lint/${(found.code ?? "syntax").replace(/\)$/, "").replace(/[^A-Za-z0-9-]+/g, "/")}`,
    severity: found.severity === "error" ? "error" : "warning",
    message: found.message,
    file: found.filename.replaceAll("\\", "/"),
    line: span === undefined || span.line < 1 ? null : span.line,
    column: span === undefined || span.column < 1 ? null : span.column,
    fix: found.help,
  });
}
