import type { TestContext } from "node:test";

const STEP_TIMEOUT_MS = 60_000;

type WalkOptions = {
  readonly test: TestContext;
  /** Does what a step does, and throws when something is wrong after it. */
  readonly check: (title: string, run: () => Promise<void>) => Promise<void>;
};

/** One part of a journey, for others to build on. */
export type Step = {
  /** Resolves when it is over, passed or not, and also when the journey has ended before it. */
  readonly ended: Promise<void>;
};

export type StepOptions = {
  /** What it builds on besides its person's own steps before it. Default: nothing. */
  readonly after?: readonly Step[];
  /** Nothing builds on it: its person takes it when the next step has to wait, or at the end. Default: false. */
  readonly isSpare?: boolean;
};

type PlannedStep = Step & {
  readonly title: string;
  readonly run: () => Promise<void>;
  readonly after: readonly Step[];
  readonly isSpare: boolean;
  readonly end: () => void;
};

/** What one traveller still has to do. */
type Line = { steps: PlannedStep[]; isWaiting: boolean; walked: Promise<void> | null };

/** The steps of a journey: those of one traveller one after another, and two travellers side by side. */
export class Walk<Traveller> {
  readonly #options: WalkOptions;
  readonly #lines = new Map<Traveller, Line>();
  readonly #over = new WeakSet<Step>();
  /** The title of the step that did not pass. */
  #brokenAt: string | null = null;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** Whether somebody is at a step of their own. */
  isAlone(traveller: Traveller): boolean {
    const line = this.#lines.get(traveller);
    return line !== undefined && line.walked !== null && !line.isWaiting;
  }

  async step(title: string, run: () => Promise<void>): Promise<void> {
    await this.end();
    await this.#walk(title, run);
    await this.end();
  }

  alone(
    traveller: Traveller,
    title: string,
    run: () => Promise<void>,
    { after = [], isSpare = false }: StepOptions = {},
  ): Step {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const step: PlannedStep = { title, run, after, isSpare, ended, end: resolve };
    const line = this.#lines.get(traveller) ?? { steps: [], isWaiting: false, walked: null };
    this.#lines.set(traveller, line);
    line.steps.push(step);
    line.walked ??= this.#follow(line);
    return step;
  }

  async end(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ walked }) => walked));
    if (this.#brokenAt !== null) throw new Error(`The journey ended at "${this.#brokenAt}".`);
  }

  async #follow(line: Line): Promise<void> {
    // All that is planned at once is known before the first step of it is chosen.
    await Promise.resolve();
    while (line.steps.length > 0) {
      const step = this.#nextOf(line);
      if (step === null) await this.#wait(line);
      else await this.#take(step, line);
    }
    line.walked = null;
  }

  /** The next in order, or when that one has to wait a spare one; null when there is nothing but to wait. */
  #nextOf(line: Line): PlannedStep | null {
    return candidates(line).find((step) => this.#canBegin(step)) ?? null;
  }

  #canBegin({ after }: PlannedStep): boolean {
    return after.every((step) => this.#over.has(step));
  }

  async #wait(line: Line): Promise<void> {
    line.isWaiting = true;
    await Promise.race(
      candidates(line).map(({ after }) => Promise.all(after.map(({ ended }) => ended))),
    );
    line.isWaiting = false;
  }

  async #take(step: PlannedStep, line: Line): Promise<void> {
    line.steps = line.steps.filter((one) => one !== step);
    if (this.#brokenAt === null) await this.#walk(step.title, step.run);
    this.#over.add(step);
    step.end();
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

/** What somebody may do next: the first step in order, then those that are spare. */
function candidates({ steps }: Line): readonly PlannedStep[] {
  const next = steps.find(({ isSpare }) => !isSpare);
  return [...(next === undefined ? [] : [next]), ...steps.filter(({ isSpare }) => isSpare)];
}
