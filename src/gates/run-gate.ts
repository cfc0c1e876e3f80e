import { setTimeout as wait } from "node:timers/promises";
import { diagnostic } from "../core/diagnostic.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Gate, GateFacts, GateResult, ProjectContext } from "./gate.ts";
import { recallGate } from "./memory/recall-gate.ts";

interface Patience {
  /** The longest that the gate may take. */
  readonly deadlineMs: number;
  /** How long it may take to end its tools once its signal has fired. Default: 5 seconds. */
  readonly graceMs?: number;
}

/** How long a gate may take to end its tools once its signal has fired. */
const defaultGraceMs = 5_000;

/**
 * Runs one gate within its deadline. Never rejects: a gate that throws or hangs, also one that does not heed its
 * signal, is `unavailable`.
 */
export async function runGate<Context extends ProjectContext>(
  gate: Gate<Context>,
  context: Context,
  { deadlineMs, graceMs = defaultGraceMs }: Patience,
): Promise<GateReport> {
  const started = performance.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  const ended = new AbortController();
  try {
    const result = await Promise.race([
      judge(gate, { ...context, signal }),
      unanswered(gate, { signal, graceMs, ended: ended.signal }),
    ]);
    const isHung = deadline.signal.aborted && result.outcome === "unavailable";
    const shown = isHung ? hung(gate, deadlineMs) : result;
    return { gate: gate.id, ...shown, durationMs: performance.now() - started };
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
}

async function judge<Context extends ProjectContext>(
  gate: Gate<Context>,
  context: Context,
): Promise<GateResult> {
  try {
    return await recallGate(gate, context);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return notJudged(gate, { message: `The gate broke: ${message || "no reason was given"}` });
  }
}

interface Silence {
  readonly signal: AbortSignal;
  readonly graceMs: number;
  /** Fires when the gate has ended after all. */
  readonly ended: AbortSignal;
}

/** Resolves when the gate still runs long after its signal has fired, and never otherwise. */
async function unanswered(
  gate: GateFacts,
  { signal, graceMs, ended }: Silence,
): Promise<GateResult> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true, signal: ended });
    });
  }
  const never = () => new Promise<never>(() => {});
  const result = notJudged(gate, { message: `${gate.title} did not stop when it was asked to.` });
  return wait(graceMs, result, { signal: ended }).catch(never);
}

const ifItHangs =
  "Run the command again. If it hangs again, install the app's packages anew with npm ci, or give gates more time with --gate-deadline.";

function hung(gate: GateFacts, deadlineMs: number): GateResult {
  const message = `${gate.title} did not end within ${deadlineMs / 1000} seconds and was stopped.`;
  return notJudged(gate, { message, fix: ifItHangs });
}

interface Reason {
  readonly message: string;
  readonly fix?: string;
}

function notJudged(
  gate: GateFacts,
  { message, fix = "Run the command again." }: Reason,
): GateResult {
  return {
    outcome: "unavailable",
    summary: "not available",
    diagnostics: [diagnostic({ code: `${gate.id}-unavailable`, message, fix })],
  };
}
