import { pricePackage, pricesAsOf, type TokenPrice } from "./known-prices.ts";
import type { ModelUsage } from "./model-call.ts";
import { ownPrice, type Cost, type ModelTarget, type PriceTable } from "./price-table.ts";

export interface ListedPrice {
  /** Dollars for a million tokens of a short prompt; null when it is not known. */
  readonly price: TokenPrice | null;
  readonly source: Cost["source"];
  /** The day on which the price was looked up, or the package that says so; null for the user's own. */
  readonly asOf: string | null;
}

/** Few enough tokens that no price for long prompts begins. */
const asked = 1000;

/** What a model costs, from the table that calls are charged by. */
export function listPrice(table: PriceTable, target: ModelTarget): ListedPrice {
  const perMillion = (part: Partial<ModelUsage>) => {
    const { usd, source } = table.costOf(target, { ...noUsage, ...part });
    return { usd: usd === null ? null : Number(((usd / asked) * 1_000_000).toFixed(6)), source };
  };
  const { usd: input, source } = perMillion({ inputUncached: asked });
  const cacheRead = perMillion({ cacheRead: asked }).usd;
  const cacheWrite = perMillion({ cacheWrite5m: asked }).usd;
  const output = perMillion({ output: asked }).usd;
  if (input === null || cacheRead === null || cacheWrite === null || output === null) {
    return { price: null, source: "unknown", asOf: null };
  }
  const isOurs = ownPrice(target) !== null;
  const asOf = source === "user" ? null : isOurs ? pricesAsOf : pricePackage;
  return { price: { input, cacheRead, cacheWrite, output }, source, asOf };
}

const noUsage: ModelUsage = {
  inputUncached: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
  isEstimated: false,
};
