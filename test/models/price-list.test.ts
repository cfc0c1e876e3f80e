import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownPrices, pricePackage, pricesAsOf } from "../../src/models/known-prices.ts";
import { listPrice } from "../../src/models/price-list.ts";
import { loadPriceTable } from "../../src/models/price-table.ts";
import { defaultTraits, type Provider } from "../../src/models/provider.ts";

const table = await loadPriceTable();

function listed(model: string, parts: Partial<Provider> = {}) {
  const baseUrl = "https://api.anthropic.com";
  const traits = defaultTraits();
  const provider = { id: "x", protocol: "anthropic", baseUrl, apiKey: null, traits } as const;
  return listPrice(table, { provider: { ...provider, ...parts }, model, price: null });
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

test("a vendor's price does not hold at another address", () => {
  const elsewhere = listed("claude-haiku-5-5", { baseUrl: "http://localhost:1" });
  expect(elsewhere).toEqual({ price: null, source: "unknown", asOf: null });
});
