import { createModelClient, type ModelClient } from "../../src/models/model-client.ts";
import type { ModelClientOptions } from "../../src/models/client-state.ts";
import type { Clock } from "../../src/models/clock.ts";
import type { ModelAttempt } from "../../src/models/model-attempt.ts";
import type { ModelRequest } from "../../src/models/model-request.ts";
import type { ModelTarget } from "../../src/models/price-table.ts";
import type { Provider } from "../../src/models/provider.ts";
import { modelCall, providerAt } from "./model-call-fixtures.ts";

/** One dollar for a million tokens of input, ten for output. */
export const testPrice = { input: 1, cacheRead: 0.1, cacheWrite: 1.25, output: 10 };

export function targetAt(
  url: string,
  {
    id = "first",
    protocol = "openai-chat",
    price = testPrice,
  }: {
    readonly id?: string;
    readonly protocol?: Provider["protocol"];
    readonly price?: ModelTarget["price"];
  } = {},
): ModelTarget {
  const provider = providerAt(url, { protocol });
  return { provider: { ...provider, id }, model: `simulated-${id}`, price };
}

/**
 * Real time, but waits end at once and are written down: time moves to their end, and waits at the same time do not
 * add up. Chance always gives a half.
 */
function quickClock(): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = [];
  let skippedMs = 0;
  const nowMs = () => Date.now() + skippedMs;
  return {
    sleeps,
    nowMs,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      sleeps.push(ms);
      const endMs = nowMs() + ms;
      await Promise.resolve();
      skippedMs += Math.max(0, endMs - nowMs());
    },
  };
}

export interface TestClient extends ModelClient {
  readonly attempts: readonly ModelAttempt[];
  readonly clock: ReturnType<typeof quickClock>;
}

export function testClient(
  chain: readonly ModelTarget[],
  options: Partial<ModelClientOptions> = {},
): TestClient {
  const attempts: ModelAttempt[] = [];
  const clock = quickClock();
  const client = createModelClient({
    chains: { fast: chain, standard: chain, strong: chain },
    ledger: null,
    budgetUsd: null,
    idleMs: 1_000,
    clock,
    onAttempt: (attempt) => attempts.push(attempt),
    ...options,
  });
  return { ...client, attempts, clock };
}

export function modelRequest(parts: Partial<ModelRequest> = {}): ModelRequest {
  const { model: _, ...call } = modelCall();
  return {
    ...call,
    task: "test-task",
    promptVersion: "1",
    tier: "standard",
    signal: new AbortController().signal,
    ...parts,
  };
}
