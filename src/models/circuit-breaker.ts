import type { FaultKind } from "./model-fault.ts";

/** What we remember of a provider, or of one model there, that failed. */
export interface Circuit {
  /** Faults in a row. */
  readonly failures: number;
  /** Until then nothing is sent, in milliseconds since the epoch. */
  readonly openUntilMs: number;
  readonly kind: FaultKind | null;
}

export const closedCircuit: Circuit = { failures: 0, openUntilMs: 0, kind: null };

/** Faults in a row that open a circuit. */
const mostFailures = 4;
/** How long it stays open before one more call is tried, in milliseconds. */
const coolDownMs = 30_000;

/** Faults that no waiting mends: a person must act. */
const lasting: ReadonlySet<FaultKind> = new Set(["auth", "quota", "permission", "model-not-found"]);

/** Faults of the place, not of the call: these count. */
const counted: ReadonlySet<FaultKind> = new Set([
  "server",
  "overloaded",
  "network",
  "timeout",
  "idle-timeout",
  "cut-stream",
]);

/** Faults that concern all models of a provider. */
const wholeProvider: ReadonlySet<FaultKind> = new Set(["auth", "quota", "network"]);

export function concernsProvider(kind: FaultKind): boolean {
  return wholeProvider.has(kind);
}

export function isOpen({ openUntilMs }: Circuit, nowMs: number): boolean {
  return openUntilMs > nowMs;
}

/** The circuit after a fault. A reply closes it: see `closedCircuit`. */
export function afterFault(circuit: Circuit, { kind, nowMs }: { kind: FaultKind; nowMs: number }) {
  if (lasting.has(kind)) return { failures: 1, openUntilMs: Number.POSITIVE_INFINITY, kind };
  if (!counted.has(kind)) return circuit;
  const failures = circuit.failures + 1;
  return { failures, kind, openUntilMs: failures < mostFailures ? 0 : nowMs + coolDownMs };
}
