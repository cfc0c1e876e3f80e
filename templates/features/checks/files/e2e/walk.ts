import type { TestContext } from "node:test";

const STEP_TIMEOUT_MS = 60_000;

type WalkOptions = {
  readonly test: TestContext;
  /** Does what a step does, and throws when something is wrong after it. */
  readonly check: (title: string, run: () => Promise<void>) => Promise<void>;
};

/** The steps of a journey, in their order: those of one traveller one after another, and two travellers side by side. */
export class Walk<Traveller> {
  readonly #options: WalkOptions;
  /** The last step that each of them walks alone. */
  readonly #alone = new Map<Traveller, Promise<void>>();
  readonly #walking = new Set<Traveller>();
  /** The title of the step that did not pass. */
  #brokenAt: string | null = null;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  isAlone(traveller: Traveller): boolean {
    return this.#walking.has(traveller);
  }

  async step(title: string, run: () => Promise<void>): Promise<void> {
    await this.end();
    await this.#walk(title, run);
    await this.end();
  }

  alone(traveller: Traveller, title: string, run: () => Promise<void>): void {
    const before = this.#alone.get(traveller) ?? Promise.resolve();
    const walked = before.then(async () => {
      if (this.#brokenAt !== null) return;
      this.#walking.add(traveller);
      await this.#walk(title, run);
      this.#walking.delete(traveller);
    });
    this.#alone.set(traveller, walked);
  }

  async end(): Promise<void> {
    await Promise.all(this.#alone.values());
    if (this.#brokenAt !== null) throw new Error(`The journey ended at "${this.#brokenAt}".`);
  }

  /** Never rejects: the test runner reports what is wrong. */
  async #walk(title: string, run: () => Promise<void>): Promise<void> {
    let hasPassed = false;
    await this.#options.test.test(title, { timeout: STEP_TIMEOUT_MS }, async () => {
      await this.#options.check(title, run);
      hasPassed = true;
    });
    if (!hasPassed) this.#brokenAt ??= title;
  }
}
