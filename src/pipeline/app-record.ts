import { createHash } from "node:crypto";
import { compareText } from "../core/compare-text.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Plan } from "../spec/plan.ts";

/** Where an app keeps what we know of it. */
export const recordPaths = {
  plan: ".megamind/plan.json",
  base: ".megamind/base.json",
  report: (phase: number) => `.megamind/reports/phase-${phase}.json`,
} as const;

interface RecordInput {
  readonly plan: Plan;
  /** The newest phase that is built. */
  readonly phase: number;
  readonly app: AppFiles;
}

/** Plan, and the hash of every file as we generated it, by which later edits by people are recognised. */
export function recordFiles({ plan, phase, app }: RecordInput): AppFiles {
  return new Map([
    [recordPaths.base, toJson({ phase, files: hashesOf(app) })],
    [recordPaths.plan, toJson(plan)],
  ]);
}

/** The gate reports of a phase without durations: the same build leaves the same bytes. */
export function reportFile(
  phase: number,
  reports: readonly GateReport[],
): readonly [string, string] {
  const timeless = reports.map(({ gate, outcome, summary, diagnostics }) => ({
    gate,
    outcome,
    summary,
    diagnostics,
  }));
  return [recordPaths.report(phase), toJson({ phase, gates: timeless })];
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
