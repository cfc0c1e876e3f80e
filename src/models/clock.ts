import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, handed in so that tests decide both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** @throws the signal's reason when it fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: () => Math.random(),
};
