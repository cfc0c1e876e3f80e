import { diagnostic } from "../core/diagnostic.ts";
import { InterruptedError } from "../core/errors.ts";
import { gateIds, type GateId, type GateReport } from "../spec/gate-report.ts";
import type { Gate, GateContext } from "./gate.ts";
import { runGate } from "./run-gate.ts";

interface RunGatesInput {
  readonly gates: readonly Gate[];
  readonly context: GateContext;
  /** Gates that must be available, beside those that always must. */
  readonly required: ReadonlySet<GateId>;
  readonly onStart: (gate: GateId) => void;
  readonly onEnd: (report: GateReport) => void;
  /** The longest that one gate may take. Default: 5 minutes. */
  readonly deadlineMs?: number;
}

/** A gate looks at what another one made, and has nothing to look at when that one did not pass. */
const buildsOn: Partial<Record<GateId, GateId>> = { access: "migrations", smoke: "build" };

/** The longest chain first; then those that fill the second core, dearest first. */
const startOrder: readonly GateId[] = [
  "build",
  "smoke",
  "migrations",
  "access",
  "tests",
  "types",
  "lint",
];

/** As many gates at once as the machines have cores for which all this was measured. */
const lanes = 2;

/** Only the browser may be missing on a machine. */
const optional: ReadonlySet<GateId> = new Set(["smoke"]);

/**
 * Runs all gates, two at a time. A gate that throws or hangs is `unavailable`; one whose ground did not pass is
 * `skipped`; both say why.
 * @returns one report a gate, in the order in which reports are shown.
 * @throws InterruptedError when `context.signal` fires, after all gates have stopped.
 */
export async function runGates(input: RunGatesInput): Promise<readonly GateReport[]> {
  const { context, onStart, onEnd, required, deadlineMs = 5 * 60_000 } = input;
  const waiting = new Map(input.gates.map((gate) => [gate.id, gate]));
  const reports = new Map<GateId, GateReport>();
  const running = new Map<GateId, Promise<void>>();

  const end = (report: GateReport) => {
    const isOptional = optional.has(report.gate) && !required.has(report.gate);
    const shown = isOptional && report.outcome === "unavailable" ? softened(report) : report;
    reports.set(report.gate, shown);
    if (!context.signal.aborted) onEnd(shown);
  };
  const start = (gate: Gate) => {
    onStart(gate.id);
    const ended = runGate(gate, context, { deadlineMs }).then((report) => {
      running.delete(gate.id);
      end(report);
    });
    running.set(gate.id, ended);
  };

  while (waiting.size + running.size > 0 && !context.signal.aborted) {
    for (const id of startOrder) {
      const gate = waiting.get(id);
      if (gate === undefined || running.size >= lanes) continue;
      const ground = buildsOn[id];
      if (ground !== undefined && (waiting.has(ground) || running.has(ground))) continue;
      waiting.delete(id);
      const groundReport = ground === undefined ? undefined : reports.get(ground);
      if (groundReport === undefined || groundReport.outcome === "passed") start(gate);
      else end(skipped(id, groundReport));
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  await Promise.all(running.values());
  if (context.signal.aborted) throw interrupted();
  return gateIds.flatMap((id) => reports.get(id) ?? []);
}

/** Whether a phase may be kept: everything passed, but for an optional gate whose tool the machine does not have. */
export function isGreen(reports: readonly GateReport[], required: ReadonlySet<GateId>): boolean {
  return (
    reports.length > 0 &&
    reports.every(
      ({ gate, outcome }) =>
        outcome === "passed" ||
        (outcome === "unavailable" && optional.has(gate) && !required.has(gate)),
    )
  );
}

function skipped(gate: GateId, ground: GateReport): GateReport {
  return {
    gate,
    outcome: "skipped",
    summary: `needs ${ground.gate}`,
    diagnostics: [
      diagnostic({
        code: `${gate}-skipped`,
        severity: "info",
        message: `Not run: it builds on ${ground.gate}, which is ${ground.outcome}.`,
      }),
    ],
    durationMs: 0,
  };
}

/** What is missing is worth a remark, not an alarm, when nobody asked for it. */
function softened(report: GateReport): GateReport {
  const diagnostics = report.diagnostics.map((found) =>
    found.severity === "error" ? { ...found, severity: "warning" as const } : found,
  );
  return { ...report, diagnostics };
}

function interrupted(): InterruptedError {
  return new InterruptedError("Interrupted while the gates were running.", {
    nextSteps: ["Run the same command again."],
  });
}
