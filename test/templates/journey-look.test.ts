import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";

/** What starts a journey belongs to apps: its types are those of a browser. */
type StartJourney = (options: object) => Promise<{ readonly alice: { readonly page: unknown } }>;
const path = "../../templates/features/checks/files/e2e/journey.ts";
const { startJourney } = (await import(path)) as { readonly startJourney: StartJourney };

const baseUrl = "http://127.0.0.1/";
/** How long an address is on its way. */
const ANSWER_MS = 20;

/** A simulated window: what is on its way is shown in any case, and whatever is asked for meanwhile is not. */
class SimulatedPage extends EventEmitter {
  readonly shown: string[] = [];
  #onItsWay: Promise<void> | null = null;

  async goto(address: string): Promise<void> {
    if (this.#onItsWay !== null) {
      await this.#onItsWay;
      throw new Error(`${address} is interrupted by another navigation.`);
    }
    this.#onItsWay = wait(ANSWER_MS);
    await this.#onItsWay;
    this.#onItsWay = null;
    this.shown.push(address);
  }

  async evaluate(): Promise<void> {}

  url(): string {
    return baseUrl;
  }

  context() {
    return {
      newCDPSession: () => Promise.resolve({ send: async () => {}, detach: async () => {} }),
    };
  }
}

const browser = {
  newContext: async () => ({
    setDefaultTimeout: () => {},
    newPage: async () => new SimulatedPage(),
  }),
};

test.each([0, 1.5])(
  "a journey that is called after %d looks begins where nothing is shown any more",
  async (looks) => {
    const called = wait(ANSWER_MS * looks);
    const journey = await startJourney({ browser, baseUrl, root: "/", called });
    const { shown } = journey.alice.page as SimulatedPage;
    expect(shown).toContain("/");
    expect(shown.at(-1)).toBe("/__local/mail");
    await wait(ANSWER_MS * 2);
    expect(shown.at(-1)).toBe("/__local/mail");
  },
);
