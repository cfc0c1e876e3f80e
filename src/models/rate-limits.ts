import type { ModelUsage } from "./model-call.ts";

/** One limit of a provider, as a bucket that fills up evenly: both vendors say that theirs do. */
interface Allowance {
  /** What a full bucket holds; null when the provider does not say, then it is full at `fullAtMs` and not before. */
  readonly limit: number | null;
  /** What was in it at `atMs`. */
  readonly remaining: number;
  /** Milliseconds since the epoch, like `fullAtMs`. */
  readonly atMs: number;
  readonly fullAtMs: number;
  /** How long one unit takes to flow in. */
  readonly msPerUnit: number;
}

/** What a provider limits: Anthropic counts the tokens of prompts and answers apart, OpenAI together. */
const limitNames = ["requests", "tokens", "input-tokens", "output-tokens"] as const;

export type LimitName = (typeof limitNames)[number];

/** What calls take out of each bucket. */
export type LimitedAmounts = Readonly<Record<LimitName, number>>;

/** The buckets that a provider has told of. */
export type RateLimits = Readonly<Partial<Record<LimitName, Allowance>>>;

/** What one call takes, when its answer is as long as it may be. */
export function amountsOfCall(call: { readonly input: number; readonly output: number }) {
  return {
    requests: 1,
    tokens: call.input + call.output,
    "input-tokens": call.input,
    "output-tokens": call.output,
  };
}

/**
 * What a call did not take of what it could: Anthropic counts answers as they are made, and no part of a prompt that it
 * had kept. OpenAI counts at the beginning what a call can take, and gives nothing back.
 */
export function unusedAmounts(amounts: LimitedAmounts, usage: ModelUsage): LimitedAmounts {
  const { inputUncached, cacheWrite5m, cacheWrite1h, output } = usage;
  const input = inputUncached + cacheWrite5m + cacheWrite1h;
  return {
    requests: 0,
    tokens: 0,
    "input-tokens": Math.max(0, amounts["input-tokens"] - input),
    "output-tokens": Math.max(0, amounts["output-tokens"] - output),
  };
}

interface Told {
  readonly headers: Headers;
  readonly nowMs: number;
  /** What was known until now: a bucket that is full does not tell how fast it fills. */
  readonly before: RateLimits;
}

/**
 * The limits in the headers of a provider's answer, of those that it names. Answers overtake each other, so what we
 * know ourselves to be taken stays taken.
 */
export function readRateLimits(told: Told): RateLimits {
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const found = readAllowance(name, told);
      const before = told.before[name];
      if (found === null) return [];
      const known = before && spend(before, { amount: 0, nowMs: told.nowMs });
      return [[name, known === undefined ? found : lower(found, known)]];
    }),
  );
}

function lower(found: Allowance, known: Allowance): Allowance {
  if (known.remaining >= found.remaining) return found;
  const { remaining } = known;
  const { limit, atMs, msPerUnit } = found;
  const fullAtMs = limit === null ? found.fullAtMs : atMs + (limit - remaining) * msPerUnit;
  return { ...found, remaining, fullAtMs };
}

function readAllowance(name: LimitName, { headers, nowMs, before }: Told): Allowance | null {
  const openai = (part: string) => headers.get(`x-ratelimit-${part}-${name}`);
  const anthropic = (part: string) => headers.get(`anthropic-ratelimit-${name}-${part}`);
  const get = openai("remaining") === null ? anthropic : openai;
  const remaining = count(get("remaining"));
  const fullInMs = readReset(get("reset") ?? "", { serverMs: serverTime(headers, nowMs) });
  if (remaining === null || fullInMs === null) return null;
  const limit = count(get("limit"));
  const missing = limit === null ? 0 : limit - remaining;
  const msPerUnit = before[name]?.msPerUnit ?? minuteMs / Math.max(1, limit ?? 1);
  return {
    limit,
    remaining: fullInMs > 0 ? remaining : (limit ?? remaining),
    atMs: nowMs,
    fullAtMs: nowMs + fullInMs,
    msPerUnit: tellsSpeed({ missing, fullInMs }) ? fullInMs / missing : msPerUnit,
  };
}

const minuteMs = 60_000;

/**
 * Whether the time until a bucket is full says how fast it fills: headers are late, count whole units and some whole
 * seconds, so little that is missing says little. Limits are by the minute unless it takes clearly longer than that.
 */
function tellsSpeed({
  missing,
  fullInMs,
}: {
  readonly missing: number;
  readonly fullInMs: number;
}) {
  return missing > 0 && (fullInMs > 75_000 || (missing >= 10 && fullInMs >= 10_000));
}

/** Clocks that differ by more than this many milliseconds make dates of the server useless here. */
const tolerableSkewMs = 2000;

/** What time it is for the server, by its `date` header: it counts seconds, so a small difference says nothing. */
function serverTime(headers: Headers, nowMs: number): number {
  const dateMs = Date.parse(headers.get("date") ?? "");
  return Math.abs(dateMs - nowMs) > tolerableSkewMs ? dateMs : nowMs;
}

function count(text: string | null): number | null {
  return text === null || text.trim() === "" || !Number.isFinite(Number(text))
    ? null
    : Number(text);
}

/** In how many milliseconds a bucket is full. Both forms: a duration ("6m0s", "120ms") and a date of the server. */
function readReset(text: string, { serverMs }: { readonly serverMs: number }): number | null {
  const parts = [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join("") === text) {
    const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    return parts.reduce(
      (sum, [, value, unit]) => sum + Number(value) * (units[unit ?? ""] ?? 0),
      0,
    );
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - serverMs);
}

/** How long a call has to wait until every bucket holds what it takes, in milliseconds. */
export function waitForLimits(
  limits: RateLimits,
  { amounts, nowMs }: { readonly amounts: LimitedAmounts; readonly nowMs: number },
): number {
  const waits = limitNames.map((name) => {
    const allowance = limits[name];
    return allowance === undefined ? 0 : readyAtMs(allowance, amounts[name]) - nowMs;
  });
  return Math.max(0, ...waits);
}

/** A call that takes more than a full bucket holds goes when it is full: it would wait for ever otherwise. */
function readyAtMs(allowance: Allowance, amount: number): number {
  const { limit, remaining, atMs, fullAtMs, msPerUnit } = allowance;
  if (remaining >= amount) return atMs;
  if (limit === null || amount >= limit) return fullAtMs;
  return atMs + (amount - remaining) * msPerUnit;
}

/** What is left when so much more is taken, or less than nothing given back, until the provider's next word. */
export function spendLimits(
  limits: RateLimits,
  { amounts, nowMs }: { readonly amounts: LimitedAmounts; readonly nowMs: number },
): RateLimits {
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const allowance = limits[name];
      const spent = allowance && spend(allowance, { amount: amounts[name], nowMs });
      return spent === undefined ? [] : [[name, spent]];
    }),
  );
}

/** Undefined when nothing is known any more: the bucket is full again, and nobody said of what size it is. */
function spend(
  allowance: Allowance,
  { amount, nowMs }: { readonly amount: number; readonly nowMs: number },
): Allowance | undefined {
  const { limit, remaining, atMs, fullAtMs, msPerUnit } = allowance;
  // Not below zero: what calls may take at most would add up to waits that no provider asks for.
  const within = (value: number) => Math.max(0, Math.min(limit ?? value, value));
  if (limit === null) {
    const left = within(remaining - amount);
    return nowMs < fullAtMs ? { ...allowance, remaining: left } : undefined;
  }
  const level = Math.min(limit, remaining + (nowMs - atMs) / msPerUnit);
  const left = within(level - amount);
  const untilFullMs = (limit - left) * msPerUnit;
  return { ...allowance, remaining: left, atMs: nowMs, fullAtMs: nowMs + untilFullMs };
}
