import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownPrices, pricePackage, pricesAsOf } from "../../src/models/known-prices.ts";
import { listPrice } from "../../src/models/price-list.ts";
import { loadPriceTable } from "../../src/models/price-table.ts";
import { defaultTraits, type Provider } from "../../src/models/provider.ts";

const table = await loadPriceTable();

function targetOf(parts: Partial<Provider>) {
  const baseUrl = "https://api.anthropic.com";
  const traits = defaultTraits();
  const provider = { id: "x", protocol: "anthropic", baseUrl, apiKey: null, traits } as const;
  return { provider: { ...provider, ...parts }, price: null };
}

function listed(model: string, parts: Partial<Provider> = {}) {
  return listPrice(table, { ...targetOf(parts), model });
}

test("our own prices come with the day on which they were looked up, the price of short prompts first", () => {
  const { longFrom: _, long: __, ...price } = knownPrices["claude-haiku-5-5"] ?? {};
  expect(listed("claude-haiku-5-5")).toEqual({ price, source: "table", asOf: pricesAsOf });
});

test("other prices name the package that is installed", async () => {
  const { price, asOf } = listed("claude-opus-5-5");
  expect(price?.output).toBeGreaterThan(price?.input ?? 0);
  expect(asOf).toBe(pricePackage);
  const file = join(import.meta.dirname, "..", "..", "package.json");
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(file, "utf8"),
  );
  const name = "@pydantic/genai-prices";
  expect(pricePackage).toBe(`${name} ${dependencies[name]}`);
});

test("the price of a name that only begins like a known one is marked as inferred", () => {
  const { asOf: _, ...own } = listed("claude-sonnet-5-5-20260930");
  expect(own).toEqual({ price: knownPrices["claude-sonnet-5-5"], source: "inferred" });
  expect(listed("claude-opus-5-5-20260901")).toMatchObject({
    price: listed("claude-opus-5-5").price,
    source: "inferred",
  });
});

test("an hour in the cache costs twice the input, wherever the price comes from", () => {
  const usage = { inputUncached: 0, cacheRead: 0, cacheWrite5m: 0, output: 0, reasoning: 0 };
  for (const model of ["claude-sonnet-5-5", "claude-opus-5-5"]) {
    const target = { ...targetOf({}), model };
    const asked = { ...usage, cacheWrite1h: 1_000_000, isEstimated: false };
    const { usd } = table.costOf(target, asked);
    expect(usd).toBeCloseTo(2 * (listed(model).price?.input ?? Number.NaN), 6);
  }
});

test("a vendor's price does not hold at another address", () => {
  const elsewhere = listed("claude-haiku-5-5", { baseUrl: "http://localhost:1" });
  expect(elsewhere).toEqual({ price: null, source: "unknown", asOf: null });
});
