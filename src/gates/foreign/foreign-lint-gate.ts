import { z } from "zod";
import { counted } from "../../core/counted.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { byPlace } from "../by-place.ts";
import type { Gate, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable } from "../gate-result.ts";
import { readOxlint } from "../lint-gate.ts";
import { missingTool, runAppTool, speechless } from "../run-app-tool.ts";
import { appPathOf } from "../tidy-words.ts";
import { programFile, type Project } from "./project.ts";

/** The project's own linter finds no error, by its own rules. */
export function createForeignLintGate(project: Project): Gate<ProjectContext> {
  return {
    id: "lint",
    title: "Lint",
    seconds: project.linter === "eslint" ? 3 : 0.3,
    deadlineSeconds: 180,
    run: (context) => lint(context, project),
  };
}

const programs = { oxlint: "oxlint/bin/oxlint", eslint: "eslint/bin/eslint.js" } as const;

async function lint(context: ProjectContext, { index, linter }: Project): Promise<GateResult> {
  if (linter === null) {
    return notApplicable(
      "lint",
      "The project has neither oxlint nor ESLint; other linters are not read.",
    );
  }
  const file = programFile(context.root, programs[linter]);
  if (file === null) return missingTool("lint", linter);
  // Without places to look at, oxlint goes through node_modules where no .gitignore names it.
  const places = new Set([...index.code.keys()].map((path) => path.split("/")[0] ?? path));
  if (places.size === 0) return notApplicable("lint", "There is no code in this folder.");
  const answer = await runAppTool(context, {
    gate: "lint",
    package: linter,
    program: programs[linter],
    file,
    args: linter === "oxlint" ? ["--format", "json", ...places] : ["--format", "json", "."],
    deadlineMs: 180_000,
  });
  if (answer.kind === "unavailable") return answer.result;
  const { stdout } = answer.run;
  const result =
    linter === "oxlint" ? (readOxlint(stdout)?.result ?? null) : readEslint(stdout, context.root);
  return result ?? speechless("lint", linter, { run: answer.run, root: context.root });
}

const eslintSchema = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(
      z.object({
        ruleId: z.string().nullable(),
        severity: z.number(),
        message: z.string(),
        line: z.number().optional(),
        column: z.number().optional(),
      }),
    ),
  }),
);

/** What `eslint --format json` printed, or null when that is no report. */
function readEslint(stdout: string, root: string): GateResult | null {
  const report = parsed(stdout);
  if (report === null) return null;
  const found = report.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, line, column }): Diagnostic =>
      diagnostic({
        code: `lint/${(ruleId ?? "syntax").replace(/^@/, "").replaceAll(/[^A-Za-z0-9-]+/g, "/")}`,
        severity: severity === 2 ? "error" : "warning",
        message,
        file: appPathOf(filePath, root),
        line: line ?? null,
        column: column ?? null,
      }),
    ),
  );
  const summary = `${counted(report.length, "file")}, ${counted(found.length, "finding")}`;
  return judged(summary, found.toSorted(byPlace));
}

function parsed(stdout: string): z.infer<typeof eslintSchema> | null {
  try {
    return eslintSchema.parse(JSON.parse(stdout));
  } catch {
    return null;
  }
}
