import type { GateFacts } from "../gates/gate.ts";
import type { GateId } from "../spec/gate-report.ts";

/** Pure: the gates that were asked for, or all when none was named. */
export function chosenGates<One extends GateFacts>(
  gates: readonly One[],
  only: ReadonlySet<GateId> | undefined,
): readonly One[] {
  return only === undefined || only.size === 0 ? gates : gates.filter(({ id }) => only.has(id));
}
