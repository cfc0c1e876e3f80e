import { createHash } from "node:crypto";
import type { Diagnostic } from "../core/diagnostic.ts";
import { compareText } from "../core/compare-text.ts";
import { formatSource } from "../generate/format-source.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Phase, Plan } from "../spec/plan.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";
import type { ModelTally } from "./model-tally.ts";

/** Where an app keeps what we know of it. */
export const recordPaths = {
  plan: ".megamind/plan.json",
  base: ".megamind/base.json",
  /** The replies of models that the app is made of, a file each. */
  ledger: ".megamind/ledger",
  report: (phase: number) => `.megamind/reports/phase-${phase}.json`,
} as const;

interface RecordInput {
  readonly plan: Plan;
  /** The newest phase that is built. */
  readonly phase: number;
  readonly app: AppFiles;
}

/**
 * Plan, and the hash of every file as we generated it, by which later edits by people are recognised. Formatted as
 * the app's own `npm run format` would.
 */
export async function recordFiles({ plan, phase, app }: RecordInput): Promise<AppFiles> {
  const base = toJson({ phase, files: hashesOf(app) });
  // What was expected in dollars depends on the prices of the day, and the same build leaves the same bytes.
  const phases = plan.phases.map(({ estimate: _estimate, ...built }) => built);
  return new Map([
    [recordPaths.base, await formatSource(recordPaths.base, base)],
    [recordPaths.plan, await formatSource(recordPaths.plan, toJson({ ...plan, phases }))],
  ]);
}

interface ReportInput {
  readonly phase: Phase;
  readonly reports: readonly GateReport[];
  /** What became of the pages that models wrote. */
  readonly notes: readonly Diagnostic[];
  /** What fixers and models did about what was red. */
  readonly repairs: readonly RepairAttempt[];
  /** Null when no model was asked. */
  readonly models: Pick<ModelTally, "costOf" | "costOfPlan"> | null;
}

/** The gate reports of a phase without durations, and what models cost: the same build leaves the same bytes. */
export async function reportFile({
  phase,
  reports,
  notes,
  repairs,
  models,
}: ReportInput): Promise<readonly [string, string]> {
  const timeless = reports.map(({ gate, outcome, summary, diagnostics }) => ({
    gate,
    outcome,
    summary,
    diagnostics,
  }));
  const path = recordPaths.report(phase.number);
  const pages = notes.length === 0 ? {} : { pages: notes };
  const repaired = repairs.length === 0 ? {} : { repairs };
  const cost = models === null ? {} : modelCosts(phase, models);
  return [
    path,
    await formatSource(
      path,
      toJson({ phase: phase.number, gates: timeless, ...pages, ...repaired, ...cost }),
    ),
  ];
}

/** What was expected, without dollars, and what it was, priced as the replies were bought. */
function modelCosts(
  { number, estimate, features }: Phase,
  models: NonNullable<ReportInput["models"]>,
) {
  const actual = models.costOf(new Set(features));
  const { calls = 0, inputTokens = 0, outputTokens = 0 } = estimate ?? {};
  const costs = {
    ...(number === 1 ? { plan: models.costOfPlan() } : {}),
    ...(calls + actual.calls === 0
      ? {}
      : { expected: { calls, inputTokens, outputTokens }, actual }),
  };
  return Object.keys(costs).length === 0 ? {} : { models: costs };
}

/** App path -> SHA-256 of the content, in path order. */
function hashesOf(app: AppFiles): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...app]
      .toSorted(([left], [right]) => compareText(left, right))
      .map(([path, content]) => [path, hashOf(content)]),
  );
}

export function hashOf(content: FileContent): string {
  return createHash("sha256").update(content).digest("hex");
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
