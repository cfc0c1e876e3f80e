import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { counted } from "../../core/counted.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { byPlace } from "../by-place.ts";
import type { Gate, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable } from "../gate-result.ts";
import { runAppTool, speechless } from "../run-app-tool.ts";
import { parseFindings } from "../types-gate.ts";
import { programFile, type Project } from "./project.ts";

/** The project type-checks: by its own compiler, or by ours where it has none. */
export function createForeignTypesGate(project: Project): Gate<ProjectContext> {
  return {
    id: "types",
    title: "Types",
    seconds: 2,
    deadlineSeconds: 180,
    run: (context) => checkTypes(context, project),
  };
}

interface Compiler {
  readonly file: string;
  /** The first number of its version. */
  readonly version: number;
}

async function checkTypes(context: ProjectContext, { index }: Project): Promise<GateResult> {
  const { projects } = index.settings;
  if (projects.length === 0) return notApplicable("types", "There is no tsconfig.json.");
  const compiler = await compilerOf(context.root);
  const found: Diagnostic[] = [];
  for (const path of projects) {
    const answer = await runAppTool(context, {
      gate: "types",
      package: "typescript",
      program: "bin/tsc",
      file: compiler.file,
      args: argumentsFor(path, compiler),
      deadlineMs: 180_000,
    });
    if (answer.kind === "unavailable") return answer.result;
    const findings = parseFindings(answer.run.stdout);
    if (answer.exitCode !== 0 && findings.length === 0) {
      return speechless("types", "TypeScript", { run: answer.run, root: context.root });
    }
    found.push(...findings);
  }
  const different = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  const words = found.length === 0 ? "no type error" : counted(different.length, "type error");
  const many = projects.length === 1 ? "" : ` in ${projects.length} projects`;
  return judged(`${words}${many}, TypeScript ${compiler.version}`, different.toSorted(byPlace));
}

/** Version 7 checks in several threads, by default in more than pay on two cores. */
function argumentsFor(path: string, { version }: Compiler): readonly string[] {
  const threads = version >= 7 ? ["--checkers", "2"] : [];
  return ["--noEmit", ...threads, "--pretty", "false", "-p", path];
}

const packageSchema = z.object({ version: z.string() });

async function compilerOf(root: string): Promise<Compiler> {
  const own = createRequire(import.meta.url).resolve("typescript/package.json");
  const file = programFile(root, "typescript/package.json") ?? own;
  const { version } = packageSchema.parse(JSON.parse(await readFile(file, "utf8")));
  return { file: join(dirname(file), "bin", "tsc"), version: Number.parseInt(version, 10) };
}
