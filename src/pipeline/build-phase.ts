import { InterruptedError } from "../core/errors.ts";
import { composeMigration } from "../generate/compose-database.ts";
import { isGreen, runGates } from "../gates/run-gates.ts";
import type { AppFiles, ChangeSet } from "../spec/change-set.ts";
import type { Checkpoint } from "../spec/checkpoint.ts";
import type { GateId, GateReport } from "../spec/gate-report.ts";
import type { Plan } from "../spec/plan.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";
import { applyChangeSet } from "../workspace/apply-change-set.ts";
import { createCheckpoint } from "../workspace/create-checkpoint.ts";
import { diffFiles } from "../workspace/diff-files.ts";
import { rollbackTo } from "../workspace/rollback-to.ts";
import { recordFiles, reportFile } from "./app-record.ts";
import type { AppGates } from "./create-gates.ts";
import type { PagesByFeature } from "./pages-by-models.ts";
import type { PageMender } from "./mend-pages.ts";
import type { ModelRun } from "./model-run.ts";
import { settlePhase } from "./settle-phase.ts";
import type { PhaseOutcome, Settled, SettleInput } from "./settling.ts";
import type { KitInProgress } from "./start-kit.ts";

interface BuildPhaseInput extends SettleInput {
  readonly out: string;
  readonly cacheFolder: string;
  readonly required: ReadonlySet<GateId>;
  readonly signal: AbortSignal;
  readonly models: ModelRun | null;
  /** Where the folder returns to when the phase fails; null for a folder that was not there or empty. */
  readonly checkpoint: Checkpoint | null;
  readonly kit: KitInProgress;
  readonly gates: AppGates;
  /** Mends pages by models; null when none writes any. */
  readonly mender: PageMender | null;
}

interface PhaseResult {
  readonly outcome: PhaseOutcome;
  readonly checkpoint: Checkpoint | null;
  /** What is in the folder when the phase has passed. */
  readonly app: AppFiles;
  /** Those of its pages that models wrote. */
  readonly pages: PagesByFeature;
  readonly repairs: readonly RepairAttempt[];
}

/** Applies one phase, runs all gates over the whole app, then keeps it as a checkpoint or rolls it back. */
export async function buildPhase(input: BuildPhaseInput): Promise<PhaseResult> {
  const { phase, out, emit, mender } = input;
  const started = performance.now();
  emit({ type: "phase:start", phase });
  let isKept = false;
  try {
    const settled = await settlePhase(input, {
      async write(change) {
        await writeFiles(input, change);
        await input.kit.linkInto(out);
      },
      judge: () => gateReports(input),
      outcomeOf: (reports) => outcomeOf(reports, input),
      ...(mender === null ? {} : { mend: (pages) => mender.mend(pages) }),
    });
    stopIfInterrupted(input.signal);
    const outcome = outcomeOf(settled.reports, input);
    const checkpoint = outcome === "passed" ? await keepPhase(input, settled) : input.checkpoint;
    isKept = outcome === "passed";
    const durationMs = performance.now() - started;
    emit({
      type: "phase:end",
      phase: phase.number,
      outcome: isKept ? "passed" : "failed",
      durationMs,
    });
    const { app, pages, repairs } = settled;
    return { outcome, checkpoint, app, pages, repairs };
  } finally {
    if (!isKept) await rollbackTo(out, input.checkpoint);
  }
}

async function writeFiles(
  { plan, phase, out, emit, signal }: BuildPhaseInput,
  { from, to }: { readonly from: AppFiles; readonly to: AppFiles },
): Promise<void> {
  const records = await recordFiles({ plan, phase: phase.number, app: to });
  const appChanges = diffFiles(from, to);
  await applyChangeSet(out, withRecords(appChanges, records));
  for (const change of appChanges.changes) {
    if (change.kind === "delete") {
      emit({ type: "file:delete", phase: phase.number, path: change.path });
      continue;
    }
    emit({
      type: "file:write",
      phase: phase.number,
      path: change.path,
      bytes: Buffer.byteLength(change.content),
      isNew: !from.has(change.path),
    });
  }
  stopIfInterrupted(signal);
}

function withRecords(changeSet: ChangeSet, records: AppFiles): ChangeSet {
  const writes = [...records].map(([path, content]) => ({ kind: "write" as const, path, content }));
  return { changes: [...changeSet.changes, ...writes] };
}

async function gateReports(input: BuildPhaseInput): Promise<readonly GateReport[]> {
  const { plan, phase, out, cacheFolder, signal, emit, required } = input;
  return runGates({
    gates: input.gates.all,
    context: {
      root: out,
      plan,
      phase: phase.number,
      signal,
      cacheFolder,
      memory: input.gates.memory,
    },
    required,
    deadlineMs: input.gates.deadlineMs,
    onStart: (gate) => emit({ type: "gate:start", phase: phase.number, gate }),
    onEnd: (report) => emit({ type: "gate:end", phase: phase.number, report }),
  });
}

/** A red gate outweighs a missing tool: it says more about the app. */
function outcomeOf(
  reports: readonly GateReport[],
  { gates, required }: Pick<BuildPhaseInput, "gates" | "required">,
): PhaseOutcome {
  if (isGreen(reports, { gates: gates.all, required })) return "passed";
  return reports.some((report) => report.outcome === "failed") ? "failed" : "unavailable";
}

async function keepPhase(
  input: BuildPhaseInput,
  { reports, notes, repairs }: Settled,
): Promise<Checkpoint> {
  const { plan, phase, out, emit } = input;
  const models = asked(input.models);
  const report = await reportFile({ phase, reports, notes, repairs, models });
  const built = plan.features.filter((feature) => feature.phase <= phase.number);
  const ids = new Set(built.map(({ id }) => id));
  const records = [report, ...((await models?.ledgerRecords(ids)) ?? [])];
  await applyChangeSet(out, withRecords({ changes: [] }, new Map(records)));
  const checkpoint = await createCheckpoint(out, {
    phase: phase.number,
    message: `Phase ${phase.number}: ${phase.title}`,
    database: await newestMigration(plan, phase.number),
  });
  await input.kit.keepCaches(out);
  emit({ type: "checkpoint", phase: phase.number, commit: checkpoint.commit });
  return checkpoint;
}

/** Null when no model had a part in the app. */
function asked(models: ModelRun | null): ModelRun | null {
  return models?.hasPlanned() === true ? models : null;
}

/** Version of the newest migration of phases 1 to `upTo`, or null before the first table. */
async function newestMigration(plan: Plan, upTo: number): Promise<string | null> {
  for (let number = upTo; number > 0; number -= 1) {
    const migration = await composeMigration(plan, number);
    if (migration !== null) return migration.version;
  }
  return null;
}

function stopIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new InterruptedError("Interrupted: the unfinished phase was rolled back.", {
      nextSteps: ["Run the same command again to build it."],
    });
  }
}
