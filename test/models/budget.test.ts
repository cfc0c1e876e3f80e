import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../src/models/budget.ts";
import { createLedger } from "../../src/models/ledger.ts";
import { BudgetReachedError } from "../../src/models/model-errors.ts";
import { loadPriceTable } from "../../src/models/price-table.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient, testPrice } from "./client-fixtures.ts";
import { modelCall, providerAt } from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

/** What the reply "ok" costs at the test price. */
const okUsd = (60 * 1 + 40 * 0.1 + 20 * 10) / 1_000_000;
const noSignal = new AbortController().signal;

test("a call costs what the provider counted, at the price that was set", async () => {
  const client = testClient([targetAt(server.url("ok"))], { budgetUsd: 1 });
  const { cost } = await client.ask(modelRequest());
  expect(cost).toEqual({ usd: expect.closeTo(okUsd, 9), source: "user" });
  expect(client.spentUsd()).toBeCloseTo(okUsd, 9);
});

test("what the provider says it cost comes first", async () => {
  const client = testClient([targetAt(server.url("reported-cost"))], { budgetUsd: 1 });
  const { cost } = await client.ask(modelRequest());
  expect(cost).toEqual({ usd: 0.0123, source: "reported" });
});

test("a budget smaller than the next call sends nothing and ends with exit code 3", async () => {
  const client = testClient([targetAt(server.url("ok"))], { budgetUsd: 0.001 });
  const before = server.requests.length;
  const failed = client.ask(modelRequest());
  await expect(failed).rejects.toBeInstanceOf(BudgetReachedError);
  await expect(failed).rejects.toMatchObject({ exitCode: 3 });
  expect(server.requests.length).toBe(before);
});

test("a budget that ends in the middle keeps what is done, and the advice names a sum that suffices", async () => {
  const folder = await temporaryFolder();
  const run = async (budgetUsd: number) => {
    const before = server.requests.length;
    const chain = [targetAt(server.url("ok"))];
    const client = testClient(chain, { budgetUsd, ledger: createLedger(folder) });
    let done = 0;
    try {
      for (; done < 5; done += 1) await client.ask(modelRequest({ promptVersion: String(done) }));
      return { done, advice: "", requests: server.requests.length - before };
    } catch (error) {
      if (!(error instanceof BudgetReachedError)) throw error;
      const [advice = ""] = error.nextSteps;
      return { done, advice, requests: server.requests.length - before };
    }
  };
  const first = await run(0.0105);
  expect(first.done).toBeGreaterThan(0);
  expect(first.done).toBeLessThan(5);
  expect(first.requests).toBe(first.done);
  // The same budget buys nothing more, and what was bought is not bought again.
  expect(await run(0.0105)).toEqual({ ...first, requests: 0 });
  const enough = Number(/at least \$([\d.]+\d)/.exec(first.advice)?.[1]);
  const second = await run(enough);
  expect(second.done).toBeGreaterThan(first.done);
  expect(second.requests).toBe(second.done - first.done);
});

test("a failed call is charged for what had arrived, a refused one is not", async () => {
  const cut = testClient([targetAt(server.url("clean-cut+ok"))], { budgetUsd: 1 });
  await cut.ask(modelRequest());
  expect(cut.spentUsd()).toBeGreaterThan(okUsd);
  const busy = testClient([targetAt(server.url("status-500+status-429+ok"))], { budgetUsd: 1 });
  await busy.ask(modelRequest());
  expect(busy.spentUsd()).toBeCloseTo(okUsd, 9);
});

test("an unknown price is refused under a budget, and another model is used where there is one", async () => {
  const unknown = targetAt(server.url("ok"), { price: null });
  const before = server.requests.length;
  await expect(testClient([unknown], { budgetUsd: 1 }).ask(modelRequest())).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("price"),
  });
  expect(server.requests.length).toBe(before);
  const second = targetAt(server.url("ok"), { id: "second" });
  const answer = await testClient([unknown, second], { budgetUsd: 1 }).ask(modelRequest());
  expect(answer.provider).toBe("second");
  const free = await testClient([unknown]).ask(modelRequest());
  expect(free.cost).toEqual({ usd: null, source: "unknown" });
});

describe("a model that counts more tokens than we thought", () => {
  /** 1100 tokens by our estimate, 3000 by the simulated model's count. */
  const request = { system: ["x".repeat(3700)], maxOutputTokens: 5 };
  /** Enough for what the first call costs and for a second one by our own estimate. */
  const budgetUsd = (3000 + 20 * 10 + 1100 * 1.3 * 1.25 + 200) / 1_000_000;

  async function withCounting(work: (url: string) => Promise<void>): Promise<void> {
    const usage = { input: 3000, cacheRead: 0, cacheWrite: 0, output: 20, reasoning: 0 };
    const counting = await startModelServer({ respond: () => scriptedReply({ usage }) });
    try {
      await work(counting.url("scripted"));
    } finally {
      await counting.close();
    }
  }

  test("has more put aside from then on", () =>
    withCounting(async (url) => {
      const client = testClient([targetAt(url)], { budgetUsd });
      await client.ask(modelRequest(request));
      const second = client.ask(modelRequest({ ...request, promptVersion: "2" }));
      await expect(second).rejects.toMatchObject({ exitCode: 3 });
    }));

  test("is known to the next run, which keeps neither prompt nor key for that", () =>
    withCounting(async (url) => {
      const factorsFile = join(await temporaryFolder(), "models", "token-factors.json");
      const first = testClient([targetAt(url)], { factorsFile });
      await first.ask(modelRequest(request));
      const factors: Record<string, number> = JSON.parse(await readFile(factorsFile, "utf8"));
      expect(factors).toEqual({ "first/simulated-first": expect.closeTo(2.7, 0) });
      const budget = { budgetUsd: 0.0025 };
      const next = testClient([targetAt(url)], { factorsFile, ...budget });
      await expect(next.ask(modelRequest(request))).rejects.toMatchObject({ exitCode: 3 });
      const unknowing = testClient([targetAt(url)], budget);
      expect((await unknowing.ask(modelRequest(request))).reply.stop).toBe("done");
      await writeFile(factorsFile, '{"first/simulated-first": 999}');
      const misled = testClient([targetAt(url)], { factorsFile, ...budget });
      expect((await misled.ask(modelRequest(request))).reply.stop).toBe("done");
    }));

  test("of a short prompt teaches nothing: servers add to it", async () => {
    // The simulated model counts 100 tokens, three times what the prompt is estimated to have.
    const client = testClient([targetAt(server.url("ok"))], { budgetUsd: 0.0002 + 2 * okUsd });
    await client.ask(modelRequest({ maxOutputTokens: 5 }));
    await client.ask(modelRequest({ maxOutputTokens: 5, promptVersion: "2" }));
    expect(client.attempts.map(({ outcome }) => outcome)).toEqual(["reply", "reply"]);
  });
});

describe("the price table", () => {
  const target = (protocol: "openai-chat" | "anthropic", model: string) => {
    const url = protocol === "anthropic" ? "https://api.anthropic.com" : "https://api.openai.com";
    return { provider: providerAt(url, { protocol }), model, price: null };
  };
  const usage = {
    inputUncached: 1_000_000,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: 1_000_000,
    reasoning: 0,
    isEstimated: false,
  };

  test.each([
    ["openai-chat", "gpt-6.1-terra", 6],
    ["anthropic", "claude-sonnet-5-5", 12],
    ["anthropic", "claude-haiku-5-5", 3],
    ["anthropic", "claude-opus-5-5", 24],
    ["openai-chat", "no-such-model", null],
  ] as const)("%s: a million in and out of %s cost %d dollars", async (protocol, model, usd) => {
    const prices = await loadPriceTable();
    expect(prices.costOf(target(protocol, model), usage).usd).toBe(usd);
  });

  test("a model of a server that is not its vendor's has no price", async () => {
    const prices = await loadPriceTable();
    const local = providerAt("http://localhost:11434", { protocol: "openai-chat" });
    const cost = prices.costOf({ provider: local, model: "gpt-6.1-terra", price: null }, usage);
    expect(cost).toEqual({ usd: null, source: "unknown" });
  });

  test("the worst case covers the whole answer and a cache that has to be filled", async () => {
    const prices = await loadPriceTable();
    const call = modelCall({ system: ["x".repeat(37_000)], maxOutputTokens: 2000 });
    const worst = prices.worstCase(
      { ...target("openai-chat", "any"), price: testPrice },
      {
        call,
        tokenFactor: 1,
      },
    );
    expect(worst.usd).toBeGreaterThan((10_000 * 1.25 + 2000 * 10) / 1_000_000);
  });
});

test("whatever calls reserve and cost, no moment exceeds the budget", async () => {
  const callOf = fc.record({
    worst: fc.integer({ min: 1, max: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(callOf, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 120 }),
      async (calls, limit) => {
        const budget = createBudget(limit);
        let held = 0;
        let most = 0;
        await Promise.allSettled(
          calls.map(async ({ worst, share }) => {
            const reservation = await budget.reserve(worst, noSignal);
            held += worst;
            most = Math.max(most, held + budget.spentUsd());
            await Promise.resolve();
            held -= worst;
            reservation.settle(worst * share);
          }),
        );
        expect(most).toBeLessThanOrEqual(limit + 1e-9);
        expect(budget.spentUsd()).toBeLessThanOrEqual(limit + 1e-9);
      },
    ),
    { numRuns: 200 },
  );
});

test("20 parallel calls exceed neither the budget nor the number of places", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 30 }),
      async (maxParallel, budgetCents) => {
        const slow = await startModelServer({ latencyMs: 3 });
        try {
          const budgetUsd = budgetCents / 100;
          const chain = [targetAt(slow.url("ok"))];
          const client = testClient(chain, { budgetUsd, maxParallel });
          const results = await Promise.allSettled(
            Array.from({ length: 20 }, (_, index) =>
              client.ask(modelRequest({ promptVersion: String(index), maxOutputTokens: 2000 })),
            ),
          );
          const answered = results.filter(({ status }) => status === "fulfilled").length;
          expect(slow.requests.length).toBe(answered);
          expect(slow.mostAtOnce()).toBeLessThanOrEqual(maxParallel);
          expect(client.spentUsd()).toBeLessThanOrEqual(budgetUsd + 1e-9);
          // Money that was given back is used: a call is refused only when its worst case does not fit.
          expect(answered).toBe(budgetUsd < 0.0201 ? 0 : 20);
        } finally {
          await slow.close();
        }
      },
    ),
    { numRuns: 8 },
  );
});
