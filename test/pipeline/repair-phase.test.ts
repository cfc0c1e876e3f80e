import { expect, test } from "vitest";
import { defaultRepair, type RepairOutcome } from "../../src/pipeline/repair-policy.ts";
import { strategies } from "../../src/repair/loop/strategy.ts";
import type { AppFiles } from "../../src/spec/change-set.ts";
import type { RepairAttempt } from "../../src/spec/repair-attempt.ts";
import { pathOf, printed, readsFiles, settle } from "../support/simulated-phase.ts";

/** A finding for each "wrong" in a page. */
const countsWrong = (app: AppFiles) =>
  [...app].flatMap(([file, text]) => [...String(text).matchAll(/wrong/g)].map(() => ({ file })));

const stepOf = ({ round, by, strategy, errorsBefore, errorsAfter, verdict }: RepairAttempt) =>
  `${round} ${strategy ?? by} ${errorsBefore} > ${errorsAfter} ${verdict}`;

const policy = (limits: Partial<typeof defaultRepair.limits>) => ({
  limits: { ...defaultRepair.limits, ...limits },
});

test("each round begins with the best version, in another way, and is told what became of the others", async () => {
  const answers = ["wrong wrong wrong", "wrong", "wrong but different", "right"];
  const { app, repairs, questions, pages } = await settle({
    written: { books: "wrong wrong" },
    repaired: () => answers.shift() ?? "",
    judge: countsWrong,
    ways: strategies,
  });
  expect(repairs.map(stepOf)).toEqual([
    "1 edits 2 > 3 worse",
    "2 files 2 > 1 better",
    "3 files 1 > 1 same",
    "4 stronger-model 1 > 0 better",
  ]);
  const texts = questions.map(({ pages: own }) => own.get(pathOf("books")));
  expect(texts).toEqual(["wrong wrong", "wrong wrong", "wrong", "wrong"]);
  expect(questions.map(({ earlier }) => earlier.length)).toEqual([0, 1, 0, 1]);
  expect(questions[1]?.earlier[0]).toContain(
    "edits: it made things worse. Then: src/features/books",
  );
  expect([app.get(pathOf("books")), pages.has("books")]).toEqual(["right", true]);
});

test("only what is red is asked about, and what is mended of it is kept", async () => {
  const { repairs, sentBack, app, steps } = await settle({
    written: { books: "wrong", votes: "wrong" },
    kept: { clubs: "better clubs" },
    repaired: { books: "right" },
    judge: countsWrong,
    ways: strategies.slice(0, 2),
  });
  expect(sentBack).toEqual(["books: 1", "votes: 1", "votes: 1"]);
  expect(repairs.map(stepOf)).toEqual(["1 edits 2 > 1 better", "2 files 1 > 1 same"]);
  expect([...app.values()]).toEqual(["app", "better clubs", "right", printed("votes")]);
  expect(steps.at(-1)).toBe("replaced votes");
});

test("one bad answer does not cost the good ones of its round", async () => {
  const { repairs, app, sentBack, pages } = await settle({
    written: { books: "wrong", votes: "wrong" },
    repaired: ({ feature, strategy }) =>
      feature === "books" || strategy.name === "files" ? "right" : "wrong wrong wrong",
    judge: countsWrong,
    ways: strategies.slice(0, 2),
    usdACall: 0.01,
  });
  expect(repairs.map(stepOf)).toEqual([
    "1 edits 2 > 3 worse",
    "1 edits, in part 2 > 1 better",
    "2 files 1 > 0 better",
  ]);
  expect(repairs.map(({ features, calls }) => [features.join(), calls])).toEqual([
    ["books,votes", 2],
    ["books", 0],
    ["votes", 1],
  ]);
  expect(sentBack).toEqual(["books: 1", "votes: 1", "votes: 1"]);
  expect([...app.values()].slice(2)).toEqual(["right", "right"]);
  expect(pages.size).toBe(2);
});

test("a version that was judged before is not judged again", async () => {
  let looks = 0;
  const { repairs } = await settle({
    written: { books: "wrong" },
    repaired: { books: "wrong again" },
    judge: (app) => {
      looks += 1;
      return countsWrong(app);
    },
    ways: strategies,
  });
  expect(repairs.map(stepOf).slice(0, 2)).toEqual(["1 edits 1 > 1 same", "2 files 1 > 1 same"]);
  // As it was written, as it came back, and with the printed page.
  expect(looks).toBe(3);
});

test("what is refused is a lost round, and named", async () => {
  const { repairs, notes, writes } = await settle({
    written: { books: "wrong" },
    repaired: () => "refused",
    judge: countsWrong,
  });
  expect(repairs.map(stepOf)).toEqual(["1 edits 1 > 1 refused"]);
  expect(notes.map(({ code }) => code)).toEqual([
    "model-files-repaired",
    "repair-cheat",
    "model-files-replaced",
  ]);
  expect(writes).toHaveLength(2);
});

test("who did not answer is not asked again", async () => {
  const { repairs, notes } = await settle({
    written: { books: "wrong" },
    repaired: () => "unanswered",
    judge: countsWrong,
    ways: strategies,
  });
  expect(repairs.map(stepOf)).toEqual(["1 edits 1 > 1 unanswered"]);
  expect(notes[0]?.message).toContain("but nobody answered");
});

test.each([
  [{ rounds: 0 }, 0, "models repair nothing in this run"],
  [{ rounds: 1 }, 1, "the limit of 1 round is reached"],
  [{ usd: 0.15 }, 1, "the money for repairs does not do for another call"],
  [{ usd: 0.1 }, 1, "the money for repairs is spent"],
])("limits %o: %i rounds, then the printed page, and why", async (limits, rounds, why) => {
  const { repairs, notes, app } = await settle({
    written: { books: "wrong" },
    judge: countsWrong,
    ways: strategies,
    repair: policy(limits),
    usdACall: 0.1,
  });
  expect(repairs).toHaveLength(rounds);
  expect(notes.at(-1)?.message).toContain(`(${why})`);
  expect(app.get(pathOf("books"))).toBe(printed("books"));
});

test("repairs that have a budget end with the first reply whose price is not known", async () => {
  const { repairs, notes } = await settle({
    written: { books: "wrong" },
    judge: countsWrong,
    ways: strategies,
    repair: policy({ usd: 5 }),
    usdACall: null,
  });
  expect(repairs).toHaveLength(1);
  expect(notes.at(-1)?.message).toContain("the price of the model is not known");
});

test("time is a limit too", async () => {
  let minutes = 0;
  const { repairs, notes } = await settle({
    written: { books: "wrong" },
    judge: countsWrong,
    ways: strategies,
    repair: { ...defaultRepair, nowMs: () => (minutes += 4) * 60_000 },
  });
  expect(repairs.length).toBeLessThan(strategies.length);
  expect(notes.at(-1)?.message).toContain("(the limit of 10 minutes is reached)");
});

test("fixers come first; what they mend, nobody is asked about", async () => {
  const { repairs, sentBack, app } = await settle({
    written: { books: "wrong" },
    judge: countsWrong,
    mend: (text) => text.replace("wrong", "mended"),
  });
  expect(repairs.map(stepOf)).toEqual(["0 fixers 1 > 0 better"]);
  expect(sentBack).toEqual([]);
  expect(app.get(pathOf("books"))).toBe("mended");
});

test("a mended page that breaks a rule stays as it was", async () => {
  const { repairs, app, pages } = await settle({
    written: { books: "better books" },
    judge: readsFiles,
    mend: (text) => `${text} as any`,
    breaksRules: (text) => text.includes("any"),
  });
  expect(repairs).toEqual([]);
  expect([app.get(pathOf("books")), pages.size]).toEqual(["better books", 1]);
});

test("pages of earlier phases alone are not mended again", async () => {
  const { repairs, app } = await settle({
    written: {},
    kept: { clubs: "better clubs" },
    judge: readsFiles,
    mend: () => "mended",
  });
  expect(repairs).toEqual([]);
  expect(app.get(pathOf("clubs"))).toBe("better clubs");
});

test("the way that helped before goes first, and what became of each is told", async () => {
  const outcomes: RepairOutcome[] = [];
  const { repairs } = await settle({
    written: { books: "wrong" },
    repaired: ({ strategy }) => (strategy.name === "edits" ? "right" : "wrong still"),
    judge: countsWrong,
    ways: strategies.slice(0, 2),
    repair: {
      ...defaultRepair,
      preferred: (lesson) => {
        expect(lesson).toBe("TS1|Wrong.");
        return strategies[1] ?? null;
      },
      onOutcome: (outcome) => outcomes.push(outcome),
    },
  });
  expect(repairs.map(stepOf)).toEqual(["1 files 1 > 1 same", "2 edits 1 > 0 better"]);
  expect(outcomes.map(({ name, hasWon }) => [name, hasWon])).toEqual([
    ["files", false],
    ["edits", true],
  ]);
});

test("when nothing points to a page, each is asked about once: nobody knows which one it is", async () => {
  const { sentBack, steps } = await settle({
    written: { books: "better books", votes: "better votes" },
    judge: (now) => (now.get(pathOf("votes")) === "better votes" ? [{ file: "src/app.ts" }] : []),
    ways: strategies,
  });
  expect(sentBack).toEqual(["books: 1", "votes: 1"]);
  expect(steps.at(-1)).toBe("replaced books votes");
});

test("attempts are told as they happen, and are in what is reported", async () => {
  const { events, repairs } = await settle({
    written: { books: "wrong" },
    repaired: { books: "right" },
    judge: countsWrong,
    usdACall: 0.02,
  });
  const told = events.filter(({ type }) => type === "repair:attempt");
  expect(told).toEqual(
    repairs.map((attempt) => ({ type: "repair:attempt", phase: 2, ...attempt })),
  );
  expect(repairs).toEqual([
    {
      round: 1,
      maxRounds: 4,
      by: "model",
      strategy: "edits",
      features: ["books"],
      errorsBefore: 1,
      errorsAfter: 0,
      verdict: "better",
      calls: 1,
      usd: 0.02,
    },
  ]);
});
