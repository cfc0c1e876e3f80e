import type { LimitName } from "../../src/models/rate-limits.ts";

interface Bucket {
  readonly limit: number;
  level: number;
  atMs: number;
}

/** What one request takes, by the provider's count. */
type Taken = Readonly<Partial<Record<LimitName, number>>>;

export interface SimulatedLimits {
  /** Takes one request's part; the headers that an answer of that moment has. */
  take(taken: Taken): Readonly<Record<string, string>>;
  /** The lowest that any bucket ever was, as a part of its limit; below zero when a limit was exceeded. */
  lowest(): number;
}

/** Limits by the minute as providers have them: buckets that fill up evenly. */
export function simulatedLimits(
  limits: Readonly<Partial<Record<LimitName, number>>>,
  { form, nowMs }: { readonly form: "openai" | "anthropic"; readonly nowMs: () => number },
): SimulatedLimits {
  const buckets = Object.entries(limits).map(([name, limit]): readonly [string, Bucket] => [
    name,
    { limit, level: limit, atMs: nowMs() },
  ]);
  let lowest = 1;
  return {
    lowest: () => lowest,
    take(taken) {
      const now = nowMs();
      return Object.fromEntries(
        buckets.flatMap(([name, bucket]) => {
          const { limit, level, atMs } = bucket;
          const filled = Math.min(limit, level + ((now - atMs) * limit) / 60_000);
          bucket.level = filled - (new Map(Object.entries(taken)).get(name) ?? 0);
          bucket.atMs = now;
          lowest = Math.min(lowest, bucket.level / limit);
          const fullInMs = ((limit - bucket.level) * 60_000) / limit;
          return headersOf(form, {
            name,
            limit,
            remaining: Math.max(0, Math.floor(bucket.level)),
            fullInMs,
            now,
          });
        }),
      );
    },
  };
}

function headersOf(
  form: "openai" | "anthropic",
  {
    name,
    limit,
    remaining,
    fullInMs,
    now,
  }: {
    readonly name: string;
    readonly limit: number;
    readonly remaining: number;
    readonly fullInMs: number;
    readonly now: number;
  },
): readonly (readonly [string, string])[] {
  return form === "openai"
    ? [
        [`x-ratelimit-limit-${name}`, String(limit)],
        [`x-ratelimit-remaining-${name}`, String(remaining)],
        [`x-ratelimit-reset-${name}`, `${Math.ceil(fullInMs)}ms`],
      ]
    : [
        [`anthropic-ratelimit-${name}-limit`, String(limit)],
        [`anthropic-ratelimit-${name}-remaining`, String(remaining)],
        [`anthropic-ratelimit-${name}-reset`, new Date(Math.ceil(now + fullInMs)).toISOString()],
      ];
}
