import { BudgetReachedError } from "./model-errors.ts";

interface Reservation {
  /** Replaces the reserved sum by what the call really cost, in dollars. Once; later calls do nothing. */
  settle(usd: number): void;
}

/** Money of one run, shared by all calls that run at the same time. */
export interface Budget {
  /**
   * Puts the most that a call can cost aside. Waits while other calls hold money that they may give back.
   * @throws BudgetReachedError when it does not fit even then; nothing was sent.
   */
  reserve(usd: number, signal: AbortSignal): Promise<Reservation>;
  /** Money that was spent before, in dollars: never refused, because nothing can take it back. */
  count(usd: number): void;
  spentUsd(): number;
}

interface Waiter {
  readonly usd: number;
  readonly resolve: (reservation: Reservation) => void;
  readonly reject: (error: unknown) => void;
}

/** @param limitUsd dollars; null for no limit. */
export function createBudget(limitUsd: number | null): Budget {
  let spent = 0;
  let reserved = 0;
  let waiting: readonly Waiter[] = [];
  const limit = limitUsd ?? Number.POSITIVE_INFINITY;
  // Sums of many small amounts differ from their true value in the last digits.
  const fits = (usd: number) => spent + reserved + usd <= limit + 1e-12;
  const isHopeless = (usd: number) => spent + usd > limit + 1e-12;

  function grant(usd: number): Reservation {
    reserved += usd;
    let isOpen = true;
    return {
      settle(actual) {
        if (!isOpen) return;
        isOpen = false;
        reserved -= usd;
        spent += actual;
        admit();
      },
    };
  }

  /** First come, first served: a large call is not overtaken for ever by small ones. */
  function admit(): void {
    while (waiting.length > 0) {
      const [first] = waiting;
      if (first === undefined) return;
      if (isHopeless(first.usd)) {
        waiting = waiting.slice(1);
        first.reject(reached({ spent, reserved, needed: first.usd, limit }));
      } else if (fits(first.usd)) {
        waiting = waiting.slice(1);
        first.resolve(grant(first.usd));
      } else return;
    }
  }

  return {
    spentUsd: () => spent,
    count(usd) {
      spent += usd;
      admit();
    },
    reserve(usd, signal) {
      if (isHopeless(usd)) return Promise.reject(reached({ spent, reserved, needed: usd, limit }));
      if (waiting.length === 0 && fits(usd)) return Promise.resolve(grant(usd));
      if (signal.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const waiter = { usd, resolve, reject };
        waiting = [...waiting, waiter];
        const leave = () => {
          waiting = waiting.filter((other) => other !== waiter);
          reject(signal.reason);
          admit();
        };
        signal.addEventListener("abort", leave, { once: true });
      });
    },
  };
}

function reached({
  spent,
  reserved,
  needed,
  limit,
}: {
  readonly spent: number;
  readonly reserved: number;
  readonly needed: number;
  readonly limit: number;
}): BudgetReachedError {
  const dollars = (usd: number) => `$${usd.toFixed(4)}`;
  // What runs now will be paid too; and rounded down it would not be enough.
  const enough = Math.ceil((spent + reserved + needed) * 10_000 - 1e-9) / 10_000;
  return new BudgetReachedError(
    `The next model call may cost ${dollars(needed)}; ${dollars(spent)} of the budget of ${dollars(limit)} are spent.`,
    {
      nextSteps: [
        `Run the same command again with a budget of at least ${dollars(enough)}: replies that are paid are not bought again.`,
      ],
    },
  );
}
