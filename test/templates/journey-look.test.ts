import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";

/** What starts a journey belongs to apps: its types are those of a browser. */
type StartJourney = (options: object) => Promise<{ readonly alice: { readonly page: unknown } }>;
const path = "../../templates/features/checks/files/e2e/journey.ts";
const { startJourney } = (await import(path)) as { readonly startJourney: StartJourney };

const ANSWER_MS = 20;

/** A simulated window: an address that is opened while another one is on its way may be lost, here it is always. */
class SimulatedPage extends EventEmitter {
  readonly opened: string[] = [];
  #isOnTheWay = false;

  async goto(address: string): Promise<void> {
    if (this.#isOnTheWay) throw new Error(`${address} is interrupted by another navigation.`);
    this.#isOnTheWay = true;
    await wait(ANSWER_MS);
    this.#isOnTheWay = false;
    this.opened.push(address);
  }

  /** Never: what is there before the journey may be broken. */
  waitForLoadState(): Promise<void> {
    return new Promise(() => {});
  }

  async evaluate(): Promise<void> {}

  url(): string {
    return "http://127.0.0.1/";
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

test("whenever a journey is called, what it looked at is left before it begins", async () => {
  for (const called of [Promise.resolve(), wait(ANSWER_MS * 1.5), wait(ANSWER_MS * 3)]) {
    const journey = await startJourney({
      browser,
      baseUrl: "http://127.0.0.1/",
      root: "/",
      called,
    });
    const { opened } = journey.alice.page as SimulatedPage;
    expect(opened.at(-1)).toBe("/__local/mail");
    expect(opened.filter((address) => address === "/").length).toBeGreaterThan(0);
    await wait(ANSWER_MS * 2);
    expect(opened.at(-1)).toBe("/__local/mail");
  }
});
