import { InputError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { foreignGates } from "../gates/foreign/foreign-gates.ts";
import { describeProject, type Project } from "../gates/foreign/project.ts";
import { optionalGates, runGates } from "../gates/run-gates.ts";
import type { GateId, GateReport } from "../spec/gate-report.ts";
import { entryKind } from "../workspace/app-path.ts";
import { CodeIndexReader } from "../workspace/code-index/code-index.ts";
import { chosenGates } from "./chosen-gates.ts";
import { foreignMigrationsGate } from "./foreign-migrations-gate.ts";
import type { ValidateOptions, Validation } from "./validation.ts";

/** Reports of a folder without a plan belong to no phase. */
const noPhase = 0;

/**
 * Runs the gates that apply to a project that somebody else made, by its own compiler, linter, test runner and build.
 * Those that do not apply are `skipped` and say why. Changes nothing but what its own build writes.
 * @throws InputError when the folder does not exist or nothing in it could be judged.
 */
export async function validateProject(options: ValidateOptions): Promise<Validation> {
  const {
    root,
    cacheFolder,
    required,
    signal,
    emit,
    gateDeadlineMs,
    asksRegistry = true,
  } = options;
  const reader = new CodeIndexReader({ looksAbove: true });
  const project = await findProject(root, reader);
  const migrations = project.hasMigrations ? foreignMigrationsGate : null;
  const all = foreignGates({ project, reader, migrations, asksRegistry });
  const gates = chosenGates(all, options.only);
  try {
    const reports = await runGates({
      gates,
      context: { root, signal, cacheFolder },
      required,
      deadlineMs: gateDeadlineMs,
      onStart: (gate) => emit({ type: "gate:start", phase: noPhase, gate }),
      onEnd: (report) => emit({ type: "gate:end", phase: noPhase, report }),
    });
    const excused = optionalGates(gates);
    return { exitCode: exitOf(reports, { excused, required }), reports };
  } finally {
    const closable = all.filter((gate) => "close" in gate);
    await Promise.all(closable.map((gate) => gate.close()));
  }
}

async function findProject(root: string, reader: CodeIndexReader): Promise<Project> {
  if ((await entryKind(root)) !== "folder") {
    throw new InputError(`${root} is not a folder.`, {
      nextSteps: ["Name the folder of a project."],
    });
  }
  const index = await reader.read(root);
  const project = describeProject(index);
  const isAnything =
    index.code.size > 0 || index.manifest.kind !== "missing" || project.hasMigrations;
  if (isAnything) return project;
  throw new InputError(
    `There is nothing to validate in ${root}: no package.json, no file of TypeScript or JavaScript, and no supabase/migrations.`,
    {
      nextSteps: [
        "Name the folder of a project: the one with its package.json.",
        'Or build an app: megamind build "<what you want>" --out <folder>',
      ],
    },
  );
}

interface Excuses {
  readonly excused: ReadonlySet<GateId>;
  readonly required: ReadonlySet<GateId>;
}

/** What does not apply is neither red nor missing, unless somebody requires it. */
function exitOf(reports: readonly GateReport[], { excused, required }: Excuses): ExitCode {
  if (reports.some(({ outcome }) => outcome === "failed")) return exitCode.gateRed;
  const isMissing = reports.some(
    ({ gate, outcome }) =>
      (outcome === "unavailable" && (!excused.has(gate) || required.has(gate))) ||
      (outcome === "skipped" && required.has(gate)),
  );
  return isMissing ? exitCode.unavailable : exitCode.done;
}
