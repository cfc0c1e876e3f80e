import { DeclinedError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { composePhases } from "../generate/compose-phases.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { GateId } from "../spec/gate-report.ts";
import type { Phase, Plan } from "../spec/plan.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { requireGit } from "../workspace/git.ts";
import { claimFolder } from "../workspace/claim-folder.ts";
import { buildPhase } from "./build-phase.ts";
import type { PageMender } from "./mend-pages.ts";
import type { ModelRun } from "./model-run.ts";
import type { ModelPages, PagesByFeature } from "./pages-by-models.ts";
import { createGates } from "./create-gates.ts";
import { afterRepairs, defaultRepair, type RepairPolicy } from "./repair-policy.ts";
import { resumable } from "./resumable.ts";
import type { PhaseOutcome } from "./settling.ts";
import { startKit } from "./start-kit.ts";
import { startingPoint } from "./starting-point.ts";
import { templateFiles } from "./template-files.ts";

export interface BuildOptions {
  readonly plan: Plan;
  readonly catalog: Catalog;
  /** Absolute path of the app's folder: missing, empty, or an app of ours that nobody edited. */
  readonly out: string;
  /** Absolute path of the folder for kits and database images. */
  readonly cacheFolder: string;
  /** Whether migrations may lose data or protection. */
  readonly allowDestructive: boolean;
  /** Whether every gate runs, also what passed before and did not change since. Default: false. */
  readonly isFresh?: boolean;
  /** Whether the registry is asked for known vulnerabilities in the last phase, which are told. Default: false. */
  readonly asksRegistry?: boolean;
  /** The longest that one gate may take. Null or absent: what each says itself. */
  readonly gateDeadlineMs?: number | null;
  /** Gates whose absence ends the build, beside those that are always required. */
  readonly required: ReadonlySet<GateId>;
  readonly signal: AbortSignal;
  readonly emit: EmitEvent;
  /** Who is asked for better files of designed features. Null: nobody. */
  readonly models: ModelRun | null;
  /** How much may be done to repair what models made. Default: `defaultRepair`. */
  readonly repair?: RepairPolicy;
  /** Asked after each phase but the last; false ends the build with what is there. */
  readonly approvePhase: (phase: Phase) => Promise<boolean>;
}

/**
 * Builds the plan's app phase by phase. A phase whose gates are not green is rolled back and ends the build.
 * @throws InputError when the folder cannot be used; nothing is written then.
 * @throws UnavailableError when packages or git are missing, InterruptedError when `signal` fires, DeclinedError
 *   when a phase is not approved; the folder is left at the last green phase.
 */
export function buildApp(options: BuildOptions): Promise<ExitCode> {
  return resumable(options.models, () => build(options));
}

async function build(options: BuildOptions): Promise<ExitCode> {
  const { plan, out, emit } = options;
  const started = performance.now();
  await requireGit();
  const claim = await claimFolder(out);
  const templates = await templateFiles(options);
  const apps = await composePhases({ plan, templates });
  const isAssisted = options.models?.hasPlanned() === true;
  const start = await startingPoint({ root: out, claim, apps, plan, isAssisted });
  emit({ type: "run:start", appName: plan.brief.appName, out, phases: start.phases });

  const { modelPages, mender } = await modelPagesOf(options, apps);
  const kit = startKit({ ...options, plan, templates });
  // The versions are ours: what became known of them today must not decide whether the same request gives the same app.
  const gates = createGates({ ...options, failsOnVulnerable: false });
  let { checkpoint, before } = start;
  let pages: PagesByFeature = new Map();
  let repair = options.repair ?? defaultRepair;
  let built = 0;
  let outcome: PhaseOutcome = "passed";
  try {
    for (const phase of start.phases) {
      const after: AppFiles = apps[phase.number - 1] ?? new Map();
      const place = { phase, before, after, checkpoint, pages, built, repair };
      const result = await buildPhase({ ...options, ...place, kit, gates, modelPages, mender });
      outcome = result.outcome;
      if (outcome !== "passed") break;
      ({ checkpoint, pages, app: before } = result);
      repair = afterRepairs(repair, result.repairs);
      built = phase.number;
      if (phase !== start.phases.at(-1) && !(await options.approvePhase(phase))) {
        throw declined(phase, out);
      }
    }
  } finally {
    modelPages?.stop();
    await mender?.close();
    await gates.close();
    await kit.stop();
  }
  emit({
    type: "run:end",
    exitCode: exitCodes[outcome],
    durationMs: performance.now() - started,
    files: before.size,
    tables: tablesUpTo(plan, checkpoint?.phase ?? 0),
    out,
    nextSteps: nextSteps(outcome, out),
    ...(options.models === null ? {} : { models: options.models.totals() }),
  });
  return exitCodes[outcome];
}

interface PageWriters {
  readonly modelPages: ModelPages | null;
  readonly mender: PageMender | null;
}

/** What writes and mends pages is loaded for runs with models only. */
async function modelPagesOf(
  { plan, catalog, models, signal, out, repair }: BuildOptions,
  apps: readonly AppFiles[],
): Promise<PageWriters> {
  const nobody = { modelPages: null, mender: null };
  if (models === null) return nobody;
  const { startModelPages } = await import("./model-pages.ts");
  const templatesFolder = catalog.folder;
  const modelPages = await startModelPages({ plan, apps, templatesFolder, models, signal });
  if (modelPages === null) return nobody;
  const { createPageMender } = await import("./mend-pages.ts");
  return { modelPages, mender: createPageMender({ root: out, signal, onTrial: repair?.onTrial }) };
}

const exitCodes: Readonly<Record<PhaseOutcome, ExitCode>> = {
  passed: exitCode.done,
  failed: exitCode.gateRed,
  unavailable: exitCode.unavailable,
};

function tablesUpTo(plan: Plan, phase: number): number {
  const built = plan.phases.filter((candidate) => candidate.number <= phase);
  return built.reduce((sum, candidate) => sum + candidate.entities.length, 0);
}

function nextSteps(outcome: PhaseOutcome, out: string): readonly string[] {
  switch (outcome) {
    case "passed":
      return [`cd ${out} && npm run dev`];
    case "failed":
      return [
        "The phase was rolled back. Correct what the gates name, then run the command again.",
      ];
    case "unavailable":
      return [
        "The phase was rolled back. Get the tool that is missing, then run the command again.",
      ];
  }
}

function declined(phase: Phase, out: string): DeclinedError {
  return new DeclinedError(`The build ended after phase ${phase.number}, as you asked.`, {
    nextSteps: [`The app works as far as it is built: cd ${out} && npm run dev`],
  });
}
