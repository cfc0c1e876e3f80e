import type { Clock } from "./clock.ts";
import { createPlaces } from "./places.ts";
import { readRateLimits, spendLimits, waitForLimits, type RateLimits } from "./rate-limits.ts";

/** A place among the calls that run. */
interface Place {
  /** Takes what the headers of the call's answer say about the limits. */
  learn(headers: Headers): void;
  /** Frees the place. Once; later calls do nothing. */
  leave(): void;
}

/** Keeps the calls to one provider within what it allows. */
export interface Limiter {
  /**
   * Waits for a free place and for the provider's limits.
   * @throws the signal's reason when it fires.
   */
  enter(neededTokens: number, signal: AbortSignal): Promise<Place>;
}

/** Longest wait for a limit at a time, in milliseconds: a limit that resets later is asked about again. */
const longestWaitMs = 60_000;

export function createLimiter({
  maxParallel,
  clock,
}: {
  readonly maxParallel: number;
  readonly clock: Clock;
}): Limiter {
  const places = createPlaces(maxParallel);
  let limits: RateLimits = { requests: null, tokens: null };
  /** Calls that were sent and not answered: the provider's next count may be without them. */
  const unanswered = new Map<Place, number>();

  function takePlace(neededTokens: number): Place {
    limits = spendLimits(limits, { requests: 1, tokens: neededTokens, nowMs: clock.nowMs() });
    let isInside = true;
    const place: Place = {
      learn(headers) {
        unanswered.delete(place);
        const nowMs = clock.nowMs();
        const said = readRateLimits(headers, nowMs);
        const tokens = [...unanswered.values()].reduce((sum, needed) => sum + needed, 0);
        const left = spendLimits(said, { requests: unanswered.size, tokens, nowMs });
        limits = {
          requests: left.requests ?? limits.requests,
          tokens: left.tokens ?? limits.tokens,
        };
      },
      leave() {
        if (!isInside) return;
        isInside = false;
        unanswered.delete(place);
        places.free();
      },
    };
    unanswered.set(place, neededTokens);
    return place;
  }

  return {
    async enter(neededTokens, signal) {
      await places.take(signal);
      try {
        for (;;) {
          const nowMs = clock.nowMs();
          const waitMs = waitForLimits(limits, { neededTokens, nowMs });
          if (waitMs === 0) return takePlace(neededTokens);
          await clock.sleep(Math.min(waitMs, longestWaitMs), signal);
        }
      } catch (error) {
        places.free();
        throw error;
      }
    },
  };
}
