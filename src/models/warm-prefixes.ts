import type { Clock } from "./clock.ts";

/** What a call that was let through says of itself. */
export interface PrefixTurn {
  /** Its reply begins: from now on the provider knows the beginning of the prompt. */
  begun(): void;
  /** The call is over, with a reply or without. Later calls do nothing. */
  over(): void;
}

/**
 * Which beginnings of prompts a provider keeps at the moment. Calls that begin alike and are sent at once all pay
 * for the whole prompt: none of them finds what the others bring.
 */
export interface WarmPrefixes {
  /**
   * Lets the first call with a beginning through, and the next ones when its reply begins. When it ends without
   * one, the next call is the first. Nobody waits for longer than the longest wait.
   * @throws the signal's reason when it fires.
   */
  enter(prefix: string, signal: AbortSignal): Promise<PrefixTurn>;
}

/** How long providers keep a beginning after its last use, in milliseconds; a little less than the five minutes of both. */
const keptMs = 280_000;

/** @param longestWaitMs in milliseconds; 0 lets every call through at once. */
export function createWarmPrefixes({
  longestWaitMs,
  clock,
}: {
  readonly longestWaitMs: number;
  readonly clock: Clock;
}): WarmPrefixes {
  const warmUntilMs = new Map<string, number>();
  /** Ends when the first call with this beginning has a reply, or none. */
  const warming = new Map<string, Promise<void>>();

  function lead(prefix: string): PrefixTurn {
    const { promise, resolve } = Promise.withResolvers<void>();
    warming.set(prefix, promise);
    const over = () => {
      if (warming.get(prefix) === promise) warming.delete(prefix);
      resolve();
    };
    return {
      over,
      begun() {
        keepWarm(prefix);
        over();
      },
    };
  }

  function keepWarm(prefix: string): void {
    warmUntilMs.set(prefix, clock.nowMs() + keptMs);
  }

  async function waitFor(
    leader: Promise<void>,
    { ms, signal }: { ms: number; signal: AbortSignal },
  ) {
    const isOver = new AbortController();
    try {
      await Promise.race([leader, clock.sleep(ms, AbortSignal.any([signal, isOver.signal]))]);
    } finally {
      isOver.abort();
    }
  }

  return {
    async enter(prefix, signal) {
      const endMs = clock.nowMs() + longestWaitMs;
      for (;;) {
        const isWarm = (warmUntilMs.get(prefix) ?? 0) > clock.nowMs();
        const leader = warming.get(prefix);
        if (!isWarm && leader === undefined) return lead(prefix);
        const leftMs = endMs - clock.nowMs();
        if (isWarm || leader === undefined || leftMs <= 0) {
          return { begun: () => keepWarm(prefix), over: () => undefined };
        }
        await waitFor(leader, { ms: leftMs, signal });
      }
    },
  };
}
