/** What is left of one limit: requests or tokens. */
interface Allowance {
  /** What a full minute allows; null when the provider does not say. */
  readonly limit: number | null;
  readonly remaining: number;
  /** When the limit is full again, in milliseconds since the epoch. */
  readonly resetAtMs: number;
}

export interface RateLimits {
  readonly requests: Allowance | null;
  readonly tokens: Allowance | null;
}

/** The limits in the headers of a provider's answer; null for those it does not name. */
export function readRateLimits(headers: Headers, nowMs: number): RateLimits {
  const read = (name: "requests" | "tokens"): Allowance | null => {
    const openai = {
      limit: `x-ratelimit-limit-${name}`,
      remaining: `x-ratelimit-remaining-${name}`,
      reset: `x-ratelimit-reset-${name}`,
    };
    const anthropic = {
      limit: `anthropic-ratelimit-${name}-limit`,
      remaining: `anthropic-ratelimit-${name}-remaining`,
      reset: `anthropic-ratelimit-${name}-reset`,
    };
    for (const { limit, remaining, reset } of [openai, anthropic]) {
      const left = headers.get(remaining);
      const resetAtMs = resetTime(headers.get(reset) ?? "", nowMs);
      if (left !== null && Number.isFinite(Number(left)) && resetAtMs !== null) {
        const full = headers.get(limit);
        return { limit: full === null ? null : Number(full), remaining: Number(left), resetAtMs };
      }
    }
    return null;
  };
  return { requests: read("requests"), tokens: read("tokens") };
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

/** How long a call of so many tokens has to wait for its provider's limits, in milliseconds. */
export function waitForLimits(
  { requests, tokens }: RateLimits,
  { neededTokens, nowMs }: { readonly neededTokens: number; readonly nowMs: number },
): number {
  const waits = [
    requests !== null && requests.remaining < 1 ? requests.resetAtMs - nowMs : 0,
    tokens !== null && tokens.remaining < neededTokens ? tokens.resetAtMs - nowMs : 0,
  ];
  return Math.max(0, ...waits);
}

interface Spending {
  readonly requests: number;
  readonly tokens: number;
  readonly nowMs: number;
}

/**
 * What is left when so much more is used, until the provider's next word. A limit whose time is over is full again
 * for a minute, or forgotten when its size is not known.
 */
export function spendLimits(limits: RateLimits, { requests, tokens, nowMs }: Spending): RateLimits {
  const spend = (allowance: Allowance | null, used: number): Allowance | null => {
    if (allowance === null) return null;
    if (allowance.resetAtMs > nowMs) return { ...allowance, remaining: allowance.remaining - used };
    return allowance.limit === null
      ? null
      : { ...allowance, remaining: allowance.limit - used, resetAtMs: nowMs + minuteMs };
  };
  return { requests: spend(limits.requests, requests), tokens: spend(limits.tokens, tokens) };
}

const minuteMs = 60_000;
