import { createBudget, type Budget } from "./budget.ts";
import type { Circuit } from "./circuit-breaker.ts";
import { systemClock, type Clock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { createLimitBook, type LimitBook } from "./limits/limit-book.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import type { ModelAttempt } from "./model-attempt.ts";
import type { ModelChains } from "./configure-models.ts";
import type { ModelRequest } from "./model-request.ts";
import { loadPriceTable, type PriceTable } from "./price-table.ts";
import type { JsonMode, Provider } from "./provider.ts";
import { createRedactor, type Redact } from "./redact.ts";
import { createTokenFactors, type TokenFactors } from "./token-factors.ts";
import { createWarmPrefixes, type WarmPrefixes } from "./warm-prefixes.ts";

export interface ModelClientOptions {
  readonly chains: ModelChains;
  /** Null: nothing is kept and nothing asked. */
  readonly ledger: Ledger | null;
  /** Dollars; null for no limit. */
  readonly budgetUsd: number | null;
  /** Longest time without any sign of a reply, over all tries and providers, in milliseconds. Default: 90 s. */
  readonly noReplyMs?: number;
  /** Longest silence inside a reply, in milliseconds. Default: 120 s. */
  readonly idleMs?: number;
  /** The same for models that think: their silence may be work. Default: 300 s. */
  readonly reasoningIdleMs?: number;
  /** Longest time for one reply, in milliseconds. Default: 15 min. */
  readonly replyMs?: number;
  /** Calls to one provider at the same time. Default: what the provider's traits say. */
  readonly maxParallel?: number;
  /**
   * Longest time that a call waits until the first one with the same long beginning has a reply that begins, in
   * milliseconds; 0 for not at all. Default: 10 s.
   */
  readonly warmUpMs?: number;
  /** Whether another provider may be asked what one refused. Default: false. */
  readonly isRefusalShopping?: boolean;
  /** Further values that must not be sent, kept or shown, besides the providers' keys. */
  readonly secrets?: readonly string[];
  /** Absolute path where it is kept how finely models cut texts into tokens; null for nowhere. Default: null. */
  readonly factorsFile?: string | null;
  readonly onAttempt?: (attempt: ModelAttempt) => void;
  /** What was done about a request or a reply so that it could be used, in one line. */
  readonly onNote?: (about: Pick<ModelRequest, "task" | "feature">, detail: string) => void;
  readonly clock?: Clock;
}

/** What the calls of one client share. */
export interface ClientState {
  readonly options: Required<Omit<ModelClientOptions, "secrets" | "maxParallel">>;
  readonly budget: Budget;
  /** Keys of the replies that count already: what is asked twice was paid once. */
  readonly counted: Set<string>;
  readonly circuits: Map<string, Circuit>;
  readonly jsonModes: Map<string, JsonMode>;
  /** Models that refused marks in the prompt once. */
  readonly withoutCacheMarks: Set<string>;
  readonly limits: LimitBook;
  readonly tokenFactors: TokenFactors;
  /** Per provider, when the last sign of any reply came, in milliseconds since the epoch. */
  readonly lastSigns: Map<string, number>;
  readonly prefixes: WarmPrefixes;
  readonly redact: Redact;
  limiterOf(provider: Provider): Limiter;
  prices(): Promise<PriceTable>;
}

export function createClientState(options: ModelClientOptions): ClientState {
  const { clock = systemClock, warmUpMs = 10_000 } = options;
  const { tasks, ...tiers } = options.chains;
  const own = Object.values(tasks ?? {}).map(({ target }) => target ?? []);
  const targets = [...Object.values(tiers), ...own].flat();
  const keys = targets.flatMap(({ provider }) => provider.apiKey ?? []);
  const limiters = new Map<string, Limiter>();
  let prices: Promise<PriceTable> | null = null;
  return {
    options: {
      ...options,
      clock,
      warmUpMs,
      noReplyMs: options.noReplyMs ?? 90_000,
      idleMs: options.idleMs ?? 120_000,
      reasoningIdleMs: options.reasoningIdleMs ?? 300_000,
      replyMs: options.replyMs ?? 900_000,
      factorsFile: options.factorsFile ?? null,
      isRefusalShopping: options.isRefusalShopping ?? false,
      onAttempt: options.onAttempt ?? (() => undefined),
      onNote: options.onNote ?? (() => undefined),
    },
    budget: createBudget(options.budgetUsd),
    counted: new Set(),
    circuits: new Map<string, Circuit>(),
    jsonModes: new Map(),
    withoutCacheMarks: new Set(),
    limits: createLimitBook(),
    tokenFactors: createTokenFactors(options.factorsFile ?? null),
    lastSigns: new Map(),
    prefixes: createWarmPrefixes({ longestWaitMs: warmUpMs, clock }),
    redact: createRedactor([...keys, ...(options.secrets ?? [])]),
    limiterOf({ id, traits }) {
      const maxParallel = options.maxParallel ?? traits.maxParallel;
      const limiter = limiters.get(id) ?? createLimiter({ maxParallel, clock });
      limiters.set(id, limiter);
      return limiter;
    },
    prices: () => (prices ??= loadPriceTable()),
  };
}
