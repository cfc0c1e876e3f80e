import type { GateId } from "../spec/gate-report.ts";
import type { GateFacts } from "./gate.ts";

interface Progress {
  /** 0 or 1. */
  readonly lane: number;
  readonly ended: ReadonlyMap<GateId, unknown>;
  readonly running: ReadonlyMap<GateId, unknown>;
}

/**
 * Pure: the gate to start in a lane that is free, or null when none is ready. The first lane takes what the end of all
 * gates waits for longest, so that they end early together; the second takes the cheapest first, so that one that fails
 * says so early.
 */
export function nextGate<One extends GateFacts>(
  gates: readonly One[],
  { lane, ended, running }: Progress,
): One | null {
  const waiting = gates.filter(({ id }) => !ended.has(id) && !running.has(id));
  const ids = new Set(gates.map(({ id }) => id));
  const isOver = (id: GateId | undefined) => id === undefined || !ids.has(id) || ended.has(id);
  const ready = waiting.filter(({ ground, after }) => isOver(ground) && isOver(after));
  const cost = (gate: One) => (lane === 0 ? -chainSeconds(gate, gates) : gate.seconds);
  return ready.toSorted((left, right) => cost(left) - cost(right))[0] ?? null;
}

/** Seconds of the gate and of the longest chain that builds on it. */
function chainSeconds(gate: GateFacts, gates: readonly GateFacts[]): number {
  const next = gates.filter(({ ground }) => ground === gate.id);
  return gate.seconds + Math.max(0, ...next.map((one) => chainSeconds(one, gates)));
}
