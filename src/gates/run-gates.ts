import { diagnostic } from "../core/diagnostic.ts";
import { InterruptedError } from "../core/errors.ts";
import { gateIds, type GateId, type GateReport } from "../spec/gate-report.ts";
import type { Gate, GateContext, GateFacts, ProjectContext } from "./gate.ts";
import { nextGate } from "./next-gate.ts";
import { runGate } from "./run-gate.ts";

interface RunGatesInput<Context extends ProjectContext> {
  readonly gates: readonly Gate<Context>[];
  readonly context: Context;
  /** Gates that must be available, beside those that always must. */
  readonly required: ReadonlySet<GateId>;
  readonly onStart: (gate: GateId) => void;
  readonly onEnd: (report: GateReport) => void;
  /** The longest that one gate may take, whatever it says itself. Null or absent: what it says. */
  readonly deadlineMs?: number | null | undefined;
}

/** As many gates at once as the machines have cores for which all this was measured. */
const lanes = 2;

/**
 * Runs all gates that are due, two at a time. A gate that throws or hangs is `unavailable`; one whose ground did not pass is
 * `skipped`; both say why.
 * @returns one report a gate, in the order in which reports are shown.
 * @throws InterruptedError when `context.signal` fires, after all gates have stopped.
 */
export async function runGates<Context extends ProjectContext = GateContext>(
  input: RunGatesInput<Context>,
): Promise<readonly GateReport[]> {
  const { context, onStart, onEnd, required, deadlineMs } = input;
  const gates = input.gates.filter(({ isDue }) => isDue?.(context) ?? true);
  const optional = optionalGates(gates);
  const reports = new Map<GateId, GateReport>();
  const running = new Map<GateId, { readonly lane: number; readonly end: Promise<void> }>();

  const end = (report: GateReport) => {
    const isOptional = optional.has(report.gate) && !required.has(report.gate);
    const shown = isOptional && report.outcome === "unavailable" ? softened(report) : report;
    reports.set(report.gate, shown);
    if (!context.signal.aborted) onEnd(shown);
  };
  const start = (gate: Gate<Context>, lane: number) => {
    onStart(gate.id);
    const patience = { deadlineMs: deadlineMs ?? gate.deadlineSeconds * 1000 };
    const ended = runGate(gate, context, patience).then((report) => {
      running.delete(gate.id);
      end(report);
    });
    running.set(gate.id, { lane, end: ended });
  };
  const endSkipped = () => {
    for (const gate of gates) {
      const ground = gate.ground === undefined ? undefined : reports.get(gate.ground);
      if (ground === undefined || ground.outcome === "passed" || reports.has(gate.id)) continue;
      end(skipped(gate.id, ground));
    }
  };

  while (reports.size < gates.length && !context.signal.aborted) {
    endSkipped();
    for (let lane = 0; lane < lanes; lane += 1) {
      if ([...running.values()].some((other) => other.lane === lane)) continue;
      const gate = nextGate(gates, { lane, ended: reports, running });
      if (gate !== null) start(gate, lane);
    }
    if (running.size > 0) await Promise.race([...running.values()].map((one) => one.end));
  }
  await Promise.all([...running.values()].map((one) => one.end));
  if (context.signal.aborted) throw interrupted();
  return gateIds.flatMap((id) => reports.get(id) ?? []);
}

/** Gates whose tool a machine may lack. */
export function optionalGates(gates: readonly GateFacts[]): ReadonlySet<GateId> {
  return new Set(gates.filter((gate) => gate.isOptional === true).map(({ id }) => id));
}

interface GreenRule {
  readonly gates: readonly GateFacts[];
  /** Gates that must be available, beside those that always must. */
  readonly required: ReadonlySet<GateId>;
}

/**
 * Whether a phase may be kept: everything passed, but for an optional gate whose tool the machine does not have, and an
 * optional one that builds on it.
 */
export function isGreen(reports: readonly GateReport[], { gates, required }: GreenRule): boolean {
  const optional = optionalGates(gates);
  const grounds = new Map(gates.map(({ id, ground }) => [id, ground]));
  const outcomes = new Map(reports.map(({ gate, outcome }) => [gate, outcome]));
  const isExcused = (gate: GateId): boolean => {
    if (!optional.has(gate) || required.has(gate)) return false;
    if (outcomes.get(gate) === "unavailable") return true;
    const ground = grounds.get(gate);
    return outcomes.get(gate) === "skipped" && ground !== undefined && isExcused(ground);
  };
  return (
    reports.length > 0 &&
    reports.every(({ gate, outcome }) => outcome === "passed" || isExcused(gate))
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
