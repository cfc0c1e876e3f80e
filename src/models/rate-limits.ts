/** One limit of a provider, as a bucket that fills up evenly: both vendors say that theirs do. */
interface Allowance {
  /** What a full bucket holds; null when the provider does not say, then it is full at `fullAtMs` and not before. */
  readonly limit: number | null;
  /** What was in it at `atMs`; below zero when calls took more than there was. */
  readonly remaining: number;
  /** Milliseconds since the epoch, like `fullAtMs`. */
  readonly atMs: number;
  readonly fullAtMs: number;
}

/** What a provider limits: Anthropic counts the tokens of prompts and answers apart, OpenAI together. */
export const limitNames = ["requests", "tokens", "input-tokens", "output-tokens"] as const;

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

/** The limits in the headers of a provider's answer, of those that it names. */
export function readRateLimits(headers: Headers, nowMs: number): RateLimits {
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const found = readAllowance(headers, { name, nowMs });
      return found === null ? [] : [[name, found]];
    }),
  );
}

function readAllowance(
  headers: Headers,
  { name, nowMs }: { readonly name: LimitName; readonly nowMs: number },
): Allowance | null {
  const openai = (part: string) => headers.get(`x-ratelimit-${part}-${name}`);
  const anthropic = (part: string) => headers.get(`anthropic-ratelimit-${name}-${part}`);
  for (const get of [openai, anthropic]) {
    const remaining = count(get("remaining"));
    const fullAtMs = resetTime(get("reset") ?? "", nowMs);
    if (remaining !== null && fullAtMs !== null) {
      return { limit: count(get("limit")), remaining, atMs: nowMs, fullAtMs };
    }
  }
  return null;
}

function count(text: string | null): number | null {
  return text === null || text.trim() === "" || !Number.isFinite(Number(text))
    ? null
    : Number(text);
}

/** Both forms: a duration ("6m0s", "120ms") and a date. */
function resetTime(text: string, nowMs: number): number | null {
  const parts = [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join("") === text) {
    const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    return parts.reduce(
      (sum, [, value, unit]) => sum + Number(value) * (units[unit ?? ""] ?? 0),
      nowMs,
    );
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
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
function readyAtMs({ limit, remaining, atMs, fullAtMs }: Allowance, amount: number): number {
  if (remaining >= amount) return atMs;
  if (limit === null || amount >= limit) return fullAtMs;
  return atMs + ((amount - remaining) / (limit - remaining)) * (fullAtMs - atMs);
}

/** What is left when so much more is taken, until the provider's next word. */
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
  { limit, remaining, atMs, fullAtMs }: Allowance,
  { amount, nowMs }: { readonly amount: number; readonly nowMs: number },
): Allowance | undefined {
  if (limit === null) {
    return nowMs < fullAtMs ? { limit, remaining: remaining - amount, atMs, fullAtMs } : undefined;
  }
  const msPerUnit = msToFill({ limit, remaining, atMs, fullAtMs });
  const level = Math.min(limit, remaining + (nowMs - atMs) / msPerUnit);
  const left = level - amount;
  return { limit, remaining: left, atMs: nowMs, fullAtMs: nowMs + (limit - left) * msPerUnit };
}

/** Time for one unit to flow in. A bucket that is full tells no speed: limits are by the minute. */
function msToFill({ limit, remaining, atMs, fullAtMs }: Allowance & { readonly limit: number }) {
  const told = (fullAtMs - atMs) / (limit - remaining);
  return Number.isFinite(told) && told > 0 ? told : minuteMs / Math.max(1, limit);
}

const minuteMs = 60_000;
