import {
  afterFault,
  closedCircuit,
  concernsProvider,
  isOpen,
  type Circuit,
} from "./circuit-breaker.ts";
import type { ClientState } from "./client-state.ts";
import type { ModelFault } from "./model-fault.ts";
import { modelKey } from "./model-key.ts";
import type { ModelTarget } from "./price-table.ts";

interface Place {
  readonly state: ClientState;
  readonly target: ModelTarget;
}

function circuitKeys(target: ModelTarget): readonly string[] {
  return [target.provider.id, modelKey(target)];
}

/** The open circuit of the model or its provider, or null when it may be asked. */
export function openCircuit({ state, target }: Place): Circuit | null {
  const nowMs = state.options.clock.nowMs();
  const circuits = circuitKeys(target).map((key) => state.circuits.get(key) ?? closedCircuit);
  return circuits.find((circuit) => isOpen(circuit, nowMs)) ?? null;
}

export function closeCircuits({ state, target }: Place): void {
  for (const key of circuitKeys(target)) state.circuits.set(key, closedCircuit);
}

export function rememberFault({ state, target }: Place, { kind }: ModelFault): void {
  const key = concernsProvider(kind) ? target.provider.id : modelKey(target);
  const circuit = state.circuits.get(key) ?? closedCircuit;
  state.circuits.set(key, afterFault(circuit, { kind, nowMs: state.options.clock.nowMs() }));
}
