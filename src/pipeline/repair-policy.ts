import { defaultRepairRounds } from "../core/repair-rounds.ts";
import type { LoopLimits } from "../repair/loop/next-step.ts";
import type { Strategy } from "../repair/loop/strategy.ts";
import type { TrialOutcome } from "../spec/lesson.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";

/** How much a run may do to repair what models made, and who wants to know what helped. */
export interface RepairPolicy {
  readonly limits: LoopLimits;
  /** The way that helped with such findings before; null for none. */
  readonly preferred?: (lesson: string) => Strategy | null;
  readonly onOutcome?: (outcome: RepairOutcome) => void;
  /** Told what came of each single attempt of a fixer. */
  readonly onTrial?: (outcome: TrialOutcome) => void;
  /** Milliseconds of a clock that only goes forward. Default: that of the process. */
  readonly nowMs?: () => number;
}

/** What one way to repair did about some findings. */
export interface RepairOutcome {
  /** The findings, without places, one line each: see `lessonOf`. */
  readonly lesson: string;
  readonly by: "fixer" | "model";
  /** Name of the fixer or the strategy. */
  readonly name: string;
  readonly hasWon: boolean;
}

/** Of one phase, or of one `megamind fix`. */
export const defaultRepairLimits: LoopLimits = {
  rounds: defaultRepairRounds,
  calls: 24,
  usd: null,
  ms: 10 * 60_000,
};

export const defaultRepair: RepairPolicy = { limits: defaultRepairLimits };

/** What is left for later phases: rounds, calls and minutes are a phase's own, the money is that of the run. */
export function afterRepairs(
  policy: RepairPolicy,
  repairs: readonly Pick<RepairAttempt, "usd">[],
): RepairPolicy {
  const { limits } = policy;
  if (limits.usd === null) return policy;
  // What a reply of unknown price cost cannot be known: nothing is left.
  const left = repairs.reduce((rest, { usd }) => (usd === null ? 0 : rest - usd), limits.usd);
  return { ...policy, limits: { ...limits, usd: Math.max(0, left) } };
}
