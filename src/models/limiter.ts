import type { Clock } from "./clock.ts";
import { ModelFault } from "./model-fault.ts";
import type { ModelUsage } from "./model-call.ts";
import { createPlaces } from "./places.ts";
import {
  readRateLimits,
  spendLimits,
  unusedAmounts,
  waitForLimits,
  type LimitedAmounts,
  type RateLimits,
} from "./rate-limits.ts";

/** A place among the calls that run. */
interface Place {
  /** Takes what the headers of the call's answer say about the limits. */
  learn(headers: Headers): void;
  /** Gives back what a reply did not take of what was counted for it. */
  settle(usage: ModelUsage): void;
  /** Frees the place. Once; later calls do nothing. */
  leave(): void;
}

/** A call that asks for a place. */
interface Entrant {
  /** Providers limit each of their models by itself. */
  readonly model: string;
  /** What it takes at most. */
  readonly amounts: LimitedAmounts;
  /** How long it may still wait, in milliseconds. */
  leftMs(): number;
}

/** Keeps the calls to one provider within what it allows. */
export interface Limiter {
  /**
   * Waits for a free place and for the provider's limits.
   * @throws the signal's reason when it fires, ModelFault `rate-limit` when the limits leave nothing for longer than a
   * minute or than the call may wait, `timeout` when its time is over.
   */
  enter(entrant: Entrant, signal: AbortSignal): Promise<Place>;
}

/**
 * Longest wait for a limit, in milliseconds: a minute, and a few seconds because resets are told in whole ones. Limits by
 * the minute never ask for more; those of a day do.
 */
const longestWaitMs = 65_000;

/** What is known of one model there. */
interface Known {
  limits: RateLimits;
  /** Calls that were sent and not answered: the provider's next count may be without them. */
  readonly unanswered: Map<Place, LimitedAmounts>;
}

export function createLimiter({
  maxParallel,
  clock,
}: {
  readonly maxParallel: number;
  readonly clock: Clock;
}): Limiter {
  const places = createPlaces(maxParallel);
  const models = new Map<string, Known>();

  function takePlace(known: Known, amounts: LimitedAmounts): Place {
    known.limits = spendLimits(known.limits, { amounts, nowMs: clock.nowMs() });
    let isInside = true;
    const place: Place = {
      learn(headers) {
        known.unanswered.delete(place);
        learnLimits(known, { headers, amounts, nowMs: clock.nowMs() });
      },
      settle(usage) {
        const unused = negated(unusedAmounts(amounts, usage));
        known.limits = spendLimits(known.limits, { amounts: unused, nowMs: clock.nowMs() });
      },
      leave() {
        if (!isInside) return;
        isInside = false;
        known.unanswered.delete(place);
        places.free();
      },
    };
    known.unanswered.set(place, amounts);
    return place;
  }

  return {
    async enter({ model, amounts, leftMs }, signal) {
      const known = models.get(model) ?? { limits: {}, unanswered: new Map() };
      models.set(model, known);
      await places.take(signal);
      try {
        for (;;) {
          const waitMs = waitForLimits(known.limits, { amounts, nowMs: clock.nowMs() });
          if (leftMs() <= 0) throw late();
          if (waitMs === 0) return takePlace(known, amounts);
          if (waitMs > Math.min(longestWaitMs, leftMs())) throw exhausted(waitMs);
          await clock.sleep(Math.ceil(waitMs), signal);
        }
      } catch (error) {
        places.free();
        throw error;
      }
    },
  };
}

interface Answered {
  readonly headers: Headers;
  /** Of the call that was answered. */
  readonly amounts: LimitedAmounts;
  readonly nowMs: number;
}

function learnLimits(known: Known, { headers, amounts, nowMs }: Answered): void {
  const isFirst = Object.keys(known.limits).length === 0;
  const said = readRateLimits({ headers, nowMs, before: known.limits });
  // The first headers come before their answer's text, and may be without the calls that are on their way.
  const text = {
    requests: 0,
    tokens: 0,
    "input-tokens": 0,
    "output-tokens": amounts["output-tokens"],
  };
  const untold = isFirst ? [text, ...known.unanswered.values()] : [];
  const left = untold.reduce(
    (limits, taken) => spendLimits(limits, { amounts: taken, nowMs }),
    said,
  );
  known.limits = { ...known.limits, ...left };
}

function negated(amounts: LimitedAmounts): LimitedAmounts {
  return {
    requests: -amounts.requests,
    tokens: -amounts.tokens,
    "input-tokens": -amounts["input-tokens"],
    "output-tokens": -amounts["output-tokens"],
  };
}

function exhausted(waitMs: number): ModelFault {
  const seconds = Math.ceil(waitMs / 1000);
  return new ModelFault("rate-limit", `Its limits leave nothing for the next ${seconds} s.`, {
    retryAfterMs: waitMs,
    wasSent: false,
  });
}

function late(): ModelFault {
  const detail = "Its turn did not come in time: no call before it was answered.";
  return new ModelFault("timeout", detail, { wasSent: false });
}
