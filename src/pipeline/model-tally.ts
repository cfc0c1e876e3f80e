import type { ModelAttempt } from "../models/model-attempt.ts";
import type { ModelUsage } from "../models/model-call.ts";
import type { ModelCost } from "../spec/plan.ts";
import type { ModelTotals } from "../spec/run-event.ts";

/** Adds up what the models of a run do. */
export interface ModelTally {
  add(attempt: ModelAttempt): void;
  totals(): ModelTotals;
  /**
   * What the replies for these features cost when they were bought, and how many they are. The same whether they
   * were bought now or come from the ledger.
   */
  costOf(features: ReadonlySet<string>): ModelCost;
  /** The same for the replies that the plan is made of. */
  costOfPlan(): ModelCost;
  /** Keys of the replies that the plan and these features are made of. */
  keysOf(features: ReadonlySet<string>): ReadonlySet<string>;
}

export function createModelTally(): ModelTally {
  const attempts: ModelAttempt[] = [];
  const costOf = (isMeant: (feature: string | null) => boolean) =>
    costOfReplies(attempts.filter(({ feature }) => isMeant(feature)));
  return {
    add: (attempt) => attempts.push(attempt),
    totals: () => ({
      calls: attempts.filter(isCall).length,
      fromLedger: attempts.filter(({ outcome }) => outcome === "ledger").length,
      paidUsd: sum(attempts.map(({ cost }) => cost.usd ?? 0)),
      appUsd: sum(attempts.map(({ used }) => used?.usd ?? 0)),
      forFeatures: costOf((feature) => feature !== null),
      hasUnknownPrices: attempts.some(
        ({ cost, used }) => cost.usd === null || (used !== null && used.usd === null),
      ),
    }),
    costOf: (features) => costOf((feature) => feature !== null && features.has(feature)),
    costOfPlan: () => costOf((feature) => feature === null),
    keysOf: (features) =>
      new Set(
        attempts
          .filter(({ feature }) => feature === null || features.has(feature))
          .flatMap(({ used }) => used?.key ?? []),
      ),
  };
}

function costOfReplies(attempts: readonly ModelAttempt[]): ModelCost {
  const used = attempts.flatMap((attempt) => attempt.used ?? []);
  return {
    calls: used.length,
    inputTokens: sum(used.map(({ usage }) => inputOf(usage))),
    outputTokens: sum(used.map(({ usage }) => usage.output)),
    usd: used.some(({ usd }) => usd === null) ? null : sum(used.map(({ usd }) => usd ?? 0)),
  };
}

function isCall({ outcome }: ModelAttempt): boolean {
  return outcome !== "ledger" && outcome !== "skipped";
}

function inputOf(usage: ModelUsage): number {
  return usage.inputUncached + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

/** In millionths of a cent, so that the order in which parallel replies arrive does not show in the last digits. */
function sum(values: readonly number[]): number {
  const scale = 1e8;
  return values.reduce((total, value) => total + Math.round(value * scale), 0) / scale;
}
