import { z } from "zod";
import { InputError } from "../core/errors.ts";
import { defaultRepairLimits, type RepairPolicy } from "../pipeline/repair-policy.ts";

const mostRounds = 20;

/** Values of `repairFlags`. */
export const repairOptions = {
  repairRounds: z.string(),
  repairBudget: z.string().optional(),
};

type RepairOptions = z.infer<z.ZodObject<typeof repairOptions>>;

/**
 * The limits that the flags set, for a run with a budget in dollars, or null for none. Values are checked at once.
 * @throws InputError for values that are no count and no sum.
 */
export function readRepair({
  repairRounds,
  repairBudget,
}: RepairOptions): (budgetUsd: number | null) => RepairPolicy {
  const rounds = Number(repairRounds);
  if (!/^\d+$/.test(repairRounds.trim()) || rounds > mostRounds) {
    throw new InputError(`--repair-rounds cannot be "${repairRounds}".`, {
      nextSteps: [`Give a whole number from 0 to ${mostRounds}.`],
    });
  }
  const own = repairBudget === undefined ? undefined : readDollars(repairBudget);
  return (budgetUsd) => {
    const usd = own === undefined ? half(budgetUsd) : own;
    return { limits: { ...defaultRepairLimits, rounds, usd } };
  };
}

function half(usd: number | null): number | null {
  return usd === null ? null : usd / 2;
}

function readDollars(text: string): number | null {
  if (/^none$/i.test(text.trim())) return null;
  const [, sum] = /^\s*\$?(\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (sum !== undefined) return Number(sum);
  throw new InputError(`--repair-budget cannot be "${text}".`, {
    nextSteps: ['Write it like 1.50, or "none" for no limit but that of the run.'],
  });
}
