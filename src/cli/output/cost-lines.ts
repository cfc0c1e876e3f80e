import { counted } from "../../core/counted.ts";
import type { ModelCost, Plan } from "../../spec/plan.ts";
import { dollars } from "./dollars.ts";

/** "2 calls, 12,000 tokens in, 8,000 out, $0.0410". */
export function costText({ calls, inputTokens, outputTokens, usd }: ModelCost): string {
  const tokens = `${thousands(inputTokens)} tokens in, ${thousands(outputTokens)} out`;
  return `${counted(calls, "call")}, ${tokens}, ${dollars(usd)}`;
}

/** What models are expected to cost in all phases together, or null when none is asked. */
export function estimateOf({ phases }: Pick<Plan, "phases">): ModelCost | null {
  const estimates = phases.flatMap(({ estimate }) => estimate ?? []);
  if (estimates.length === 0) return null;
  const sum = (part: (cost: ModelCost) => number) =>
    estimates.reduce((total, cost) => total + part(cost), 0);
  return {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    usd: estimates.some(({ usd }) => usd === null) ? null : sum(({ usd }) => usd ?? 0),
  };
}

/** Digits in groups of three, whatever the machine's language. */
export function thousands(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
