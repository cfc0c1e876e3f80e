import type { Clock } from "./clock.ts";

/**
 * The time that one request may pass without any sign of a reply. Waiting in our own line and tries in which text
 * arrived do not count: a long reply that is cut at its end leaves the next try all the time there was.
 */
export interface Patience {
  /** What the model that is asked now may use of it, in milliseconds: an equal part with those still to come. */
  leftMs(): number;
  /** The next model of the chain is asked; so many follow it. */
  moveOn(targetsAfter: number): void;
  /** Time that does not count, in milliseconds. */
  excuse(ms: number): void;
}

export function createPatience(noReplyMs: number, clock: Clock): Patience {
  let sinceMs = clock.nowMs();
  let endMs = sinceMs + noReplyMs;
  return {
    leftMs: () => endMs - clock.nowMs(),
    moveOn(targetsAfter) {
      const nowMs = clock.nowMs();
      const totalLeftMs = noReplyMs - (nowMs - sinceMs);
      endMs = nowMs + totalLeftMs / (targetsAfter + 1);
    },
    excuse(ms) {
      sinceMs += ms;
      endMs += ms;
    },
  };
}
