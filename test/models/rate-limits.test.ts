import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBudget } from "../../src/models/budget.ts";
import type { Clock } from "../../src/models/clock.ts";
import { createLimiter } from "../../src/models/limiter.ts";
import {
  amountsOfCall,
  readRateLimits,
  spendLimits,
  waitForLimits,
} from "../../src/models/rate-limits.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { simulatedLimits } from "./simulated-limits.ts";

describe("headers", () => {
  test("OpenAI: requests and all tokens together, with a duration", () => {
    const headers = new Headers({
      "x-ratelimit-limit-tokens": "30000",
      "x-ratelimit-remaining-tokens": "1200",
      "x-ratelimit-reset-tokens": "6m0s",
      "x-ratelimit-remaining-requests": "9",
      "x-ratelimit-reset-requests": "1s",
    });
    expect(readRateLimits({ headers, nowMs: 1000, before: {} })).toMatchObject({
      requests: { limit: null, remaining: 9, atMs: 1000, fullAtMs: 2000 },
      tokens: { limit: 30_000, remaining: 1200, atMs: 1000, fullAtMs: 361_000, msPerUnit: 12.5 },
    });
  });

  test("Anthropic: tokens of prompts and of answers apart, with a date", () => {
    const limit = (name: string, remaining: number) => ({
      [`anthropic-ratelimit-${name}-limit`]: "50",
      [`anthropic-ratelimit-${name}-remaining`]: String(remaining),
      [`anthropic-ratelimit-${name}-reset`]: "1970-01-01T00:01:00Z",
    });
    const headers = new Headers({
      ...limit("requests", 0),
      ...limit("input-tokens", 20),
      ...limit("output-tokens", 30),
    });
    const common = { limit: 50, atMs: 0, fullAtMs: 60_000 };
    expect(readRateLimits({ headers, nowMs: 0, before: {} })).toEqual({
      requests: { ...common, remaining: 0, msPerUnit: 1200 },
      "input-tokens": { ...common, remaining: 20, msPerUnit: 2000 },
      "output-tokens": { ...common, remaining: 30, msPerUnit: 3000 },
    });
  });

  test("a date counts from the server's own clock when ours differs", () => {
    const headers = new Headers({
      date: "Sat, 21 Nov 2026 10:00:00 GMT",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-11-21T10:00:30Z",
    });
    for (const skewMs of [-300_000, -1000, 0, 300_000]) {
      const nowMs = Date.parse("2026-11-21T10:00:00Z") + skewMs;
      const { requests } = readRateLimits({ headers, nowMs, before: {} });
      expect(Math.abs((requests?.fullAtMs ?? 0) - nowMs - 30_000)).toBeLessThanOrEqual(1000);
    }
  });

  test("a bucket that is full again fills as fast as it did before", () => {
    const headers = (remaining: number, reset: string) =>
      new Headers({
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-remaining-requests": String(remaining),
        "x-ratelimit-reset-requests": reset,
      });
    const before = readRateLimits({ headers: headers(0, "100s"), nowMs: 0, before: {} });
    const full = { headers: headers(10, "0s"), nowMs: 0 };
    expect(readRateLimits({ ...full, before })).toMatchObject({ requests: { msPerUnit: 10_000 } });
    expect(readRateLimits({ ...full, before: {} })).toMatchObject({
      requests: { msPerUnit: 6000 },
    });
  });

  test.each([
    { "x-ratelimit-remaining-tokens": "soon", "x-ratelimit-reset-tokens": "1s" },
    { "x-ratelimit-remaining-tokens": "10", "x-ratelimit-reset-tokens": "later" },
    { "x-ratelimit-remaining-tokens": "10" },
    { "x-ratelimit-remaining-tokens": "", "x-ratelimit-reset-tokens": "1s" },
  ])("%j says nothing", (headers) => {
    const told = { headers: new Headers(headers), nowMs: 0, before: {} };
    expect(readRateLimits(told)).toEqual({});
  });
});

describe("waiting", () => {
  const amounts = amountsOfCall({ input: 400, output: 100 });
  const full = { limit: 1000, atMs: 0, fullAtMs: 60_000, msPerUnit: 60 };

  test("is as long as the bucket takes to hold what the call needs", () => {
    const tokens = { ...full, remaining: 0 };
    expect(waitForLimits({ tokens }, { amounts, nowMs: 0 })).toBe(30_000);
    expect(waitForLimits({ tokens }, { amounts, nowMs: 20_000 })).toBe(10_000);
    expect(waitForLimits({ tokens }, { amounts, nowMs: 30_000 })).toBe(0);
  });

  test("is for the limit that is short, whichever it is", () => {
    const limits = { "input-tokens": { ...full, remaining: 400 } };
    expect(waitForLimits(limits, { amounts, nowMs: 0 })).toBe(0);
    const output = { ...full, remaining: 40 };
    expect(waitForLimits({ ...limits, "output-tokens": output }, { amounts, nowMs: 0 })).toBe(3600);
  });

  test("is until the end when the size of the bucket is not told", () => {
    const requests = { ...full, limit: null, remaining: 0 };
    expect(waitForLimits({ requests }, { amounts, nowMs: 15_000 })).toBe(45_000);
    expect(spendLimits({ requests }, { amounts, nowMs: 60_000 })).toEqual({});
  });

  test("is not for ever when a call needs more than a full bucket holds", () => {
    const large = amountsOfCall({ input: 5000, output: 0 });
    const tokens = { ...full, remaining: 0 };
    expect(waitForLimits({ tokens }, { amounts: large, nowMs: 0 })).toBe(60_000);
    const after = spendLimits({ tokens }, { amounts: large, nowMs: 60_000 });
    expect(waitForLimits(after, { amounts: large, nowMs: 60_000 })).toBe(60_000);
  });

  test("whatever calls take, waiting ends within the time that a bucket takes to fill", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 1000 }),
        (inputs, remaining) => {
          let nowMs = 0;
          const headers = new Headers({
            "x-ratelimit-limit-tokens": "1000",
            "x-ratelimit-remaining-tokens": String(remaining),
            "x-ratelimit-reset-tokens": `${(1000 - remaining) * 60}ms`,
          });
          let limits = readRateLimits({ headers, nowMs, before: {} });
          for (const input of inputs) {
            const call = amountsOfCall({ input, output: 0 });
            const waitMs = waitForLimits(limits, { amounts: call, nowMs });
            expect(waitMs).toBeLessThanOrEqual(60_000.001);
            nowMs += waitMs;
            limits = spendLimits(limits, { amounts: call, nowMs });
          }
        },
      ),
    );
  });
});

/** Time that stands still until everybody waits, and then moves on to the end of the shortest wait. */
function virtualClock(): Clock & { run(work: Promise<unknown>): Promise<void> } {
  let now = 0;
  let sleepers: readonly { readonly atMs: number; readonly wake: () => void }[] = [];
  return {
    nowMs: () => now,
    random: () => 0.5,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers = [...sleepers, { atMs: now + ms, wake }];
      }),
    async run(work) {
      const progress = { isOver: false };
      const end = work.finally(() => (progress.isOver = true));
      while (!progress.isOver) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = sleepers.toSorted((left, right) => left.atMs - right.atMs);
        if (next === undefined) continue;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        now = next.atMs;
        next.wake();
      }
      await end;
    },
  };
}

const callOf = fc.record({
  input: fc.integer({ min: 1, max: 400 }),
  mostOutput: fc.integer({ min: 1, max: 400 }),
  /** Of what it may write, what the model writes. */
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  wayMs: fc.integer({ min: 0, max: 300 }),
  answerMs: fc.integer({ min: 0, max: 20_000 }),
});

const runOf = fc.record({
  form: fc.constantFrom("openai" as const, "anthropic" as const),
  requests: fc.integer({ min: 2, max: 12 }),
  inputs: fc.integer({ min: 400, max: 3000 }),
  outputs: fc.integer({ min: 400, max: 3000 }),
  maxParallel: fc.integer({ min: 1, max: 20 }),
  budget: fc.integer({ min: 0, max: 12_000 }),
  calls: fc.array(callOf, { minLength: 20, maxLength: 20 }),
});

test("20 parallel calls exceed neither budget nor places nor any limit of requests and tokens", async () => {
  const noSignal = new AbortController().signal;
  await fc.assert(
    fc.asyncProperty(runOf, async (run) => {
      const { form, requests, inputs, outputs, maxParallel } = run;
      const clock = virtualClock();
      const limits = simulatedLimits(
        form === "anthropic"
          ? { requests, "input-tokens": inputs, "output-tokens": outputs }
          : { requests, tokens: inputs + outputs },
        { form, nowMs: clock.nowMs },
      );
      const limiter = createLimiter({ maxParallel, clock });
      const budget = createBudget(run.budget);
      let inside = 0;
      let mostInside = 0;
      let answered = 0;
      const ask = async ({ input, mostOutput, share, wayMs, answerMs }: (typeof run.calls)[0]) => {
        const amounts = amountsOfCall({ input, output: mostOutput });
        const reservation = await budget.reserve(input + mostOutput, noSignal);
        const output = Math.floor(mostOutput * share);
        try {
          const leftMs = () => Number.POSITIVE_INFINITY;
          const place = await limiter.enter({ model: "m", amounts, leftMs }, noSignal);
          inside += 1;
          mostInside = Math.max(mostInside, inside);
          // OpenAI counts what a call can take, Anthropic what it takes. Answers overtake each other.
          const taken = form === "openai" ? amounts : amountsOfCall({ input, output });
          const headers = limits.take(taken);
          await clock.sleep(wayMs, noSignal);
          place.learn(new Headers(headers));
          await clock.sleep(answerMs, noSignal);
          const usage = { inputUncached: input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
          place.settle({ ...usage, output, reasoning: 0, isEstimated: false });
          inside -= 1;
          place.leave();
          answered += 1;
        } finally {
          reservation.settle(input + output);
        }
      };
      const [first, ...rest] = run.calls.map((call) => () => ask(call));
      await clock.run(
        // Limits are known from the first answer on.
        Promise.allSettled([first?.()]).then(() => Promise.allSettled(rest.map((each) => each()))),
      );
      // Dates of headers that were on their way make limits look a little faster; one call too many is far more.
      expect(limits.lowest()).toBeGreaterThanOrEqual(-0.04);
      expect(mostInside).toBeLessThanOrEqual(maxParallel);
      expect(budget.spentUsd()).toBeLessThanOrEqual(run.budget);
      const worst = run.calls.reduce((sum, call) => sum + call.input + call.mostOutput, 0);
      expect(answered === 20 || worst > run.budget).toBe(true);
    }),
    { numRuns: 30 },
  );
});

const nothingLeft = (reset: string) => ({
  "x-ratelimit-limit-requests": "2",
  "x-ratelimit-remaining-requests": "0",
  "x-ratelimit-reset-requests": reset,
});

test("a limit that leaves nothing for longer than a minute is not waited for: the next provider is asked", async () => {
  const server = await startModelServer({ headers: () => nothingLeft("20m0s") });
  try {
    const first = targetAt(server.url("ok"));
    const alone = testClient([first]);
    await alone.ask(modelRequest());
    await expect(alone.ask(modelRequest({ promptVersion: "2" }))).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("leave nothing for the next 600 s. Calls: 0."),
    });
    const both = testClient([first, targetAt(server.url("ok"), { id: "second" })]);
    expect((await both.ask(modelRequest())).provider).toBe("first");
    expect((await both.ask(modelRequest({ promptVersion: "2" }))).provider).toBe("second");
    expect([...alone.clock.sleeps, ...both.clock.sleeps]).toEqual([]);
  } finally {
    await server.close();
  }
});

test("the limits of one model do not hold another model of the same provider", async () => {
  const server = await startModelServer({ headers: () => nothingLeft("60s") });
  try {
    const target = targetAt(server.url("ok"));
    const other = { ...target, model: "simulated-other" };
    const client = testClient([target], {
      chains: { fast: [target], standard: [target], strong: [other] },
    });
    await client.ask(modelRequest());
    await client.ask(modelRequest({ tier: "strong" }));
    expect(client.clock.sleeps).toEqual([]);
    await client.ask(modelRequest({ promptVersion: "2" }));
    expect(Math.max(...client.clock.sleeps)).toBeGreaterThan(25_000);
  } finally {
    await server.close();
  }
});

test("20 calls to a provider that only limits end within the time without a reply", async () => {
  const server = await startModelServer({ headers: () => nothingLeft("59s") });
  try {
    const client = testClient([targetAt(server.url("status-429"))]);
    const startMs = client.clock.nowMs();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        client.ask(modelRequest({ promptVersion: String(at) })),
      ),
    );
    for (const result of results) {
      expect(result).toMatchObject({ status: "rejected", reason: { exitCode: 4 } });
    }
    expect(client.clock.nowMs() - startMs).toBeLessThan(100_000);
  } finally {
    await server.close();
  }
});

test("Anthropic: what answers did not take is given back, so that short ones wait for nothing", async () => {
  const limits = simulatedLimits({ "output-tokens": 5000 }, { form: "anthropic", nowMs: Date.now });
  const server = await startModelServer({ headers: () => limits.take({ "output-tokens": 20 }) });
  try {
    const client = testClient([targetAt(server.url("ok"), { protocol: "anthropic" })]);
    for (let count = 0; count < 10; count += 1) {
      await client.ask(modelRequest({ promptVersion: String(count), maxOutputTokens: 2000 }));
    }
    expect(client.clock.sleeps).toEqual([]);
  } finally {
    await server.close();
  }
});
