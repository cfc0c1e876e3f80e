/** A fixed number of places; who comes when all are taken waits in line. */
export interface Places {
  /** @throws the signal's reason when it fires before a place is free. */
  take(signal: AbortSignal): Promise<void>;
  free(): void;
}

export function createPlaces(count: number): Places {
  let taken = 0;
  let queue: readonly (() => void)[] = [];
  return {
    free() {
      const [next] = queue;
      queue = queue.slice(1);
      // The next one takes over the place, so that nobody slips in between.
      if (next === undefined) taken -= 1;
      else next();
    },
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (taken < count) {
        taken += 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const go = () => {
          signal.removeEventListener("abort", giveUp);
          resolve();
        };
        const giveUp = () => {
          queue = queue.filter((other) => other !== go);
          reject(signal.reason);
        };
        queue = [...queue, go];
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
  };
}
