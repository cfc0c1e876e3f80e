import type { FaultKind, ModelFault } from "./model-fault.ts";

export type NextStep =
  | { readonly do: "retry"; readonly afterMs: number }
  | { readonly do: "next-target" }
  /** Another provider would not help: the call itself is at fault, or somebody stopped it. */
  | { readonly do: "stop" };

export interface Situation {
  readonly fault: ModelFault;
  /** Calls to this model so far, the failed one among them. */
  readonly attempt: number;
  /** Time that is left for waiting and trying, in milliseconds. */
  readonly remainingMs: number;
  /** From 0 to below 1. */
  readonly random: number;
  /** Whether another provider may be asked what this one refused. */
  readonly isRefusalShopping: boolean;
}

const retries: Readonly<Record<FaultKind, number>> = {
  auth: 0,
  quota: 0,
  permission: 0,
  "model-not-found": 0,
  "bad-request": 0,
  "context-too-long": 0,
  "too-large": 0,
  "rate-limit": 3,
  overloaded: 3,
  server: 3,
  network: 2,
  timeout: 2,
  "idle-timeout": 1,
  "cut-stream": 2,
  malformed: 2,
  refusal: 0,
  filtered: 0,
  aborted: 0,
};

/** Servers may ask for a day; nobody waits longer than this, in milliseconds, before the next provider is asked. */
const longestServerDelayMs = 60_000;
const firstBackoffMs = 1000;
const longestBackoffMs = 8000;

/** What to do after a fault. A pure decision: the same situation gives the same step. */
export function nextStep(situation: Situation): NextStep {
  const { fault, attempt, remainingMs, isRefusalShopping } = situation;
  if (fault.kind === "aborted") return { do: "stop" };
  const allowed = fault.shouldRetry === true ? 2 : retries[fault.kind];
  if (attempt <= allowed && fault.shouldRetry !== false) {
    const afterMs = delayOf(situation);
    const isTooLong = (fault.retryAfterMs ?? 0) > longestServerDelayMs || afterMs >= remainingMs;
    if (!isTooLong) return { do: "retry", afterMs };
  }
  if (fault.kind === "bad-request") return { do: "stop" };
  if (fault.kind === "refusal" && !isRefusalShopping) return { do: "stop" };
  return { do: "next-target" };
}

/** The server's wish, else a random part of a time that doubles: callers that failed together do not return together. */
function delayOf({ fault, attempt, random }: Situation): number {
  if (fault.retryAfterMs !== null) return fault.retryAfterMs;
  const longest = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1));
  return Math.round(longest * random);
}
