import { knownPrices, type TokenPrice } from "./known-prices.ts";
import type { ModelCall, ModelUsage } from "./model-call.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import type { Provider } from "./provider.ts";

/** What a model answers through: a provider and the name of one of its models. */
export interface ModelTarget {
  readonly provider: Provider;
  readonly model: string;
  /** The user's own price, before every other source; null to look it up. */
  readonly price: TokenPrice | null;
}

export interface Cost {
  /** Null when the price is not known: never taken for nothing. */
  readonly usd: number | null;
  /** `inferred`: the price of a model whose name begins alike. */
  readonly source: "reported" | "user" | "table" | "inferred" | "unknown";
}

export interface PriceTable {
  costOf(target: ModelTarget, usage: ModelUsage): Cost;
  /**
   * The most that a call can cost: all input written to the cache, all output used. `tokenFactor` is how many times
   * the estimate a model was seen to count, at least 1.
   */
  worstCase(target: ModelTarget, asked: { call: ModelCall; tokenFactor: number }): Cost;
}

/** Added to the estimate of a prompt before money is reserved, because no tokenizer was asked. */
const reserve = 1.3;

/** Loads the price data; a megabyte, so only when a call is about to be made. */
export async function loadPriceTable(): Promise<PriceTable> {
  const { calcPrice, findProvider } = await import("@pydantic/genai-prices");

  function costOf(target: ModelTarget, usage: ModelUsage): Cost {
    if (target.price !== null) return { usd: priced(usage, target.price), source: "user" };
    const known = ownPrice(target);
    if (known !== null) {
      const { price, source } = known;
      const isLong = price.longFrom !== undefined && inputOf(usage) > price.longFrom;
      return { usd: priced(usage, isLong ? (price.long ?? price) : price), source };
    }
    const provider = findProvider({ providerApiUrl: target.provider.baseUrl });
    if (provider === undefined) return unknown;
    const found = calcPrice(
      {
        input_tokens: inputOf(usage),
        cache_read_tokens: usage.cacheRead,
        cache_write_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
        output_tokens: usage.output,
      },
      target.model,
      { provider },
    );
    if (found === null) return unknown;
    // An hour in the cache costs 2 instead of 1.25 times the input; the table knows one price.
    const hourShare = usage.cacheWrite1h / Math.max(1, inputOf(usage));
    return {
      usd: found.total_price + found.input_price * 0.6 * hourShare,
      source: found.model.id === target.model ? "table" : "inferred",
    };
  }

  return {
    costOf,
    worstCase(target, { call, tokenFactor }) {
      const input = Math.ceil(estimateTokens(call) * reserve * tokenFactor);
      const none = { cacheRead: 0, cacheWrite1h: 0, reasoning: 0, isEstimated: true };
      const output = call.maxOutputTokens;
      const plain = costOf(target, { ...none, inputUncached: input, cacheWrite5m: 0, output });
      const cached = costOf(target, { ...none, inputUncached: 0, cacheWrite5m: input, output });
      if (plain.usd === null || cached.usd === null) return unknown;
      return { usd: Math.max(plain.usd, cached.usd), source: plain.source };
    },
  };
}

/** Our own price, of the vendors' own addresses; a name with a date is that of a model whose name begins alike. */
export function ownPrice({ provider, model }: Pick<ModelTarget, "provider" | "model">) {
  if (!isVendor(provider)) return null;
  const exact = knownPrices[model];
  if (exact !== undefined) return { price: exact, source: "table" } as const;
  const dateless = knownPrices[model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, "")];
  return dateless === undefined ? null : ({ price: dateless, source: "inferred" } as const);
}

const unknown: Cost = { usd: null, source: "unknown" };

/** Whether the vendors' own prices hold there. */
export function isVendor({ baseUrl }: Provider): boolean {
  return ["api.openai.com", "api.anthropic.com"].includes(new URL(baseUrl).hostname);
}

function inputOf(usage: ModelUsage): number {
  return usage.inputUncached + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

function priced(usage: ModelUsage, price: TokenPrice): number {
  return (
    (usage.inputUncached * price.input +
      usage.cacheRead * price.cacheRead +
      usage.cacheWrite5m * price.cacheWrite +
      usage.cacheWrite1h * price.cacheWrite * 1.6 +
      usage.output * price.output) /
    1_000_000
  );
}
