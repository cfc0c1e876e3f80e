/** Dollars for a million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

interface KnownPrice extends TokenPrice {
  /** Prompts of more tokens than this cost `long` instead. */
  readonly longFrom?: number;
  readonly long?: TokenPrice;
}

/** When the table below was compared with the vendors' pages. */
export const pricesAsOf = "2026-11-21";

/** Where all other prices come from; it gives them no date of their own. */
export const pricePackage = "@pydantic/genai-prices 0.1.8";

/** Models that the price package does not know, or takes for their predecessors. By model id, the vendors' own prices. */
export const knownPrices: Readonly<Record<string, KnownPrice>> = {
  "gpt-6.1-sol": { input: 2, cacheRead: 0.1, cacheWrite: 2.5, output: 10 },
  "gpt-6.1-terra": { input: 1, cacheRead: 0.05, cacheWrite: 1.25, output: 5 },
  "claude-sonnet-5-5": { input: 2, cacheRead: 0.2, cacheWrite: 2.5, output: 10 },
  "claude-haiku-5-5": {
    input: 0.1,
    // What a cached token costs is not published; as much as any other is the safe side.
    cacheRead: 0.1,
    cacheWrite: 0.125,
    output: 0.5,
    longFrom: 100_000,
    long: { input: 0.5, cacheRead: 0.5, cacheWrite: 0.625, output: 2.5 },
  },
};
