import fc from "fast-check";
import { expect, test } from "vitest";
import { compareJudgements, errorsOf, type Judgement } from "../../../src/repair/loop/judgement.ts";
import {
  afterAsk,
  afterBaseline,
  afterFixers,
  afterJudges,
  afterReturn,
  startLoop,
  type LoopState,
} from "../../../src/repair/loop/loop-state.ts";
import {
  nextStep,
  type Ask,
  type Circumstances,
  type LoopLimits,
  type LoopStep,
} from "../../../src/repair/loop/next-step.ts";
import { strategies } from "../../../src/repair/loop/strategy.ts";

const noLimits: LoopLimits = { rounds: 99, calls: 999, usd: null, ms: 600_000 };

/** A version has some errors in each of these features; what is no feature's is in none. */
type Errors = Readonly<Record<string, number>>;

function judged(errors: Errors): Judgement {
  const failures = Object.entries(errors).flatMap(([id, count]) => Array(count).fill(id));
  const isGreen = failures.length === 0;
  const state = isGreen ? "passed" : "failed";
  return { isGreen, opinions: [{ judge: "types", state, failures }] };
}

const features = ["clubs", "books", "votes"];

/** What a simulated model does to the errors of a feature; null: nothing of its answer can be taken. */
type Answer = number | null;

interface World {
  readonly first: Errors;
  readonly answers: readonly Answer[];
  readonly baseline: Errors;
  readonly fixed: readonly number[];
  readonly limits: LoopLimits;
  readonly msARound: number;
  readonly usdACall: number;
  /** Features whose pages could give their place to printed ones. */
  readonly printed: number;
}

/** Runs the loop in a simulated world, and keeps what it did. */
function run(world: World) {
  let state: LoopState = startLoop({ id: JSON.stringify(world.first), hasFixers: true });
  let [errors, best] = [world.first, world.first];
  let [answer, fixer, elapsedMs, left] = [0, 0, 0, world.printed];
  const steps: LoopStep[] = [];
  const asked: Ask[] = [];
  const judgements: { readonly errors: number; readonly isBaseline: boolean }[] = [];
  for (;;) {
    const about: Circumstances = {
      limits: world.limits,
      ladder: strategies,
      subjects: features
        .filter((id) => (best[id] ?? 0) > 0)
        .map((id) => ({ id, signature: `${id} ${best[id]}`, lesson: id, isGuess: false })),
      elapsedMs,
      noModel: null,
      hasBaseline: left > 0,
    };
    const step = nextStep(state, about);
    steps.push(step);
    if (steps.length > 2000) throw new Error("It does not end.");
    switch (step.do) {
      case "fixers":
        errors = { ...errors, other: (errors["other"] ?? 0) - (world.fixed[fixer++] ?? 0) };
        errors = { ...errors, other: Math.max(0, errors["other"] ?? 0) };
        state = afterFixers(state, JSON.stringify(errors));
        break;
      case "judge":
        state = afterJudges(state, judged(errors));
        judgements.push({ errors: errorsOf(judged(errors)), isBaseline: state.isFallingBack });
        break;
      case "ask": {
        asked.push(...step.asks);
        const news: Record<string, number> = { ...best };
        for (const { subject } of step.asks) {
          const change = world.answers[answer++ % Math.max(1, world.answers.length)] ?? null;
          if (change !== null) news[subject.id] = Math.max(0, (news[subject.id] ?? 0) + change);
        }
        errors = news;
        elapsedMs += world.msARound;
        const asks = step.asks.map(({ subject, strategy }) => ({
          subject: subject.id,
          signature: subject.signature,
          strategy: strategy.name,
          verdict: null,
        }));
        const usd = step.asks.length * world.usdACall;
        state = afterAsk(state, { id: JSON.stringify(news), asks, calls: asks.length, usd });
        break;
      }
      case "return":
        errors = best;
        state = afterReturn(state);
        break;
      case "baseline":
        left -= 1;
        errors = left === 0 ? world.baseline : { ...errors, [features[left] ?? ""]: 0 };
        state = afterBaseline(state, JSON.stringify([errors, left]));
        break;
      case "end":
        return { state, steps, asked, judgements, step };
    }
    if (state.best !== null && state.now === state.best) best = errors;
  }
}

const errorsArbitrary = fc.record({
  clubs: fc.nat(4),
  books: fc.nat(4),
  votes: fc.nat(4),
  other: fc.nat(2),
});

const worlds: fc.Arbitrary<World> = fc.record({
  first: errorsArbitrary,
  answers: fc.array(fc.option(fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 12 }),
  baseline: fc.oneof(fc.constant({}), errorsArbitrary),
  fixed: fc.array(fc.nat(2), { maxLength: 20 }),
  limits: fc.record({
    rounds: fc.nat(8),
    calls: fc.nat(20),
    usd: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    ms: fc.constantFrom(600_000, 60_000),
  }),
  msARound: fc.constantFrom(1000, 30_000),
  usdACall: fc.constantFrom(0, 0.01, 0.2),
  printed: fc.constantFrom(0, features.length),
});

test("it ends, within its rounds, calls, money and time", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { state, steps, asked } = run(world);
      const { limits, usdACall, msARound } = world;
      expect(state.round).toBeLessThanOrEqual(limits.rounds);
      expect(asked.length).toBeLessThanOrEqual(limits.calls);
      // What the first call costs is known when it has been made.
      const most = Math.max(limits.usd ?? Infinity, usdACall * features.length);
      expect(state.usd ?? 0).toBeLessThanOrEqual(most + 1e-9);
      expect((state.round - 1) * msARound).toBeLessThan(limits.ms);
      expect(steps.at(-1)?.do).toBe("end");
    }),
    { numRuns: 500 },
  );
});

test("no question is asked twice in the same way", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const asked = run(world).asked.map(
        ({ subject, strategy }) => `${subject.id} ${subject.signature} ${strategy.name}`,
      );
      expect(new Set(asked).size).toBe(asked.length);
    }),
    { numRuns: 500 },
  );
});

test("a version that is not better is left before the next try, and the end is never worse than the best", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { steps, judgements, step, state } = run(world);
      const byModels = judgements.filter(({ isBaseline }) => !isBaseline);
      const best = Math.min(...byModels.map(({ errors }) => errors));
      const kept = state.isFallingBack ? best : errorsOf(state.best?.judgement ?? judged({}));
      expect(kept).toBe(best);
      expect(state.now.id).toBe(state.best?.id);
      expect(step).toMatchObject({ isGreen: state.now.judgement?.isGreen });
      const after = steps.flatMap(({ do: what }, at) =>
        what === "return" ? (steps[at + 1]?.do ?? "") : [],
      );
      expect(["ask", "baseline", "end"]).toEqual(expect.arrayContaining(after));
    }),
    { numRuns: 500 },
  );
});

test("nothing that is red ends as green", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { step, judgements } = run(world);
      const isGreen = judgements.some(({ errors }) => errors === 0);
      expect(step).toMatchObject({ do: "end", isGreen });
    }),
    { numRuns: 300 },
  );
});

const helpless: World = {
  first: { books: 2 },
  answers: [0],
  baseline: {},
  fixed: [],
  limits: noLimits,
  msARound: 1000,
  usdACall: 0.01,
  printed: features.length,
};

const waysOf = ({ asked }: ReturnType<typeof run>) => asked.map(({ strategy }) => strategy.name);

test("a model that repeats itself is asked in every way once, then the baseline comes", () => {
  const result = run(helpless);
  expect(waysOf(result)).toEqual(["edits", "files", "stronger-model", "other-provider"]);
  expect(result.steps.find(({ do: what }) => what === "baseline")).toMatchObject({
    why: "every way to ask was tried",
  });
});

test("what helped is done again with what is left", () => {
  const result = run({ ...helpless, first: { books: 3 }, answers: [0, -1, -1, -1] });
  expect(waysOf(result)).toEqual(["edits", "files", "files", "files"]);
  expect(result.step).toMatchObject({ isGreen: true });
});

test("ways that come before the one that helped are tried last", () => {
  const result = run({ ...helpless, first: { books: 2 }, answers: [0, -1, 0, 0, 0, 0] });
  const [first, second, ...others] = waysOf(result);
  expect([first, second]).toEqual(["edits", "files"]);
  expect(others).toEqual(["files", "stronger-model", "other-provider", "edits"]);
});

test.each([
  [{ rounds: 0 }, 0, "models repair nothing in this run"],
  [{ rounds: 2 }, 2, "the limit of 2 rounds is reached"],
  [{ calls: 1 }, 1, "the limit of 1 call is reached"],
  [{ usd: 0.025 }, 2, "the money for repairs does not do for another call"],
  [{ usd: 0.02 }, 2, "the money for repairs is spent"],
  [{ ms: 60_000 }, 1, "the limit of 1 minute is reached"],
])("limits %o: %i rounds, and the reason is said", (limits, rounds, why) => {
  const world = { ...helpless, msARound: 60_000, limits: { ...noLimits, ms: 6e6, ...limits } };
  const { state, steps } = run(world);
  expect(state.round).toBe(rounds);
  expect(steps.find(({ do: what }) => what === "baseline")).toMatchObject({ why });
});

const gates = (states: Readonly<Record<string, readonly string[] | "passed" | "unknown">>) => ({
  isGreen: false,
  opinions: Object.entries(states).map(([judge, found]) =>
    typeof found === "string"
      ? { judge, state: found, failures: [] }
      : { judge, state: "failed" as const, failures: found },
  ),
});

test.each([
  ["fewer errors", { types: ["a", "b"] }, { types: ["a"] }, "better"],
  ["others, as many", { types: ["a"] }, { types: ["b"] }, "same"],
  ["more errors", { types: ["a"] }, { types: ["a", "b"] }, "worse"],
  [
    "fewer, but one gate turns red",
    { types: ["a", "b"], lint: "passed" },
    { types: [], lint: ["c"] },
    "worse",
  ],
  [
    "a gate that could not look finds much",
    { build: ["a"], smoke: "unknown" },
    { build: "passed", smoke: ["b", "c"] },
    "better",
  ],
  [
    "a gate does not look any more",
    { types: ["a"], smoke: "passed" },
    { types: "passed", smoke: "unknown" },
    "worse",
  ],
  [
    "one more gate looks",
    { types: ["a"], smoke: "unknown" },
    { types: ["a"], smoke: ["b"] },
    "better",
  ],
] as const)("%s", (...[, before, after, verdict]) => {
  expect(compareJudgements(gates(before), gates(after))).toBe(verdict);
});
