import type { GateContext } from "./gate.ts";

/** Whether no phase is left that could use what is still unused. */
export function isWholePlanBuilt({ plan, phase }: GateContext): boolean {
  return plan.phases.every(({ number }) => number <= phase);
}
