import fc from "fast-check";
import { expect, test } from "vitest";
import { preferredVariant, standingIn } from "../../src/learning/guide.ts";
import { emptyLog, logOf, mergeLogs, type LessonLog } from "../../src/learning/lesson-log.ts";
import type { TrialOutcome } from "../../src/spec/lesson.ts";

const outcome: fc.Arbitrary<TrialOutcome> = fc.record({
  code: fc.constantFrom("TS1", "TS2"),
  message: fc.constantFrom("',' expected.", "Cannot find name 'secret'."),
  actor: fc.constantFrom("broken-syntax", "model"),
  variant: fc.constantFrom("edits", "files"),
  isWon: fc.boolean(),
});

function logAll(outcomes: readonly TrialOutcome[], keepsCode = false): LessonLog {
  return outcomes.map((each) => logOf(each, { keepsCode })).reduce(mergeLogs, emptyLog);
}

const sum = (log: LessonLog) =>
  [...log.values()]
    .flatMap(({ records }) => records)
    .reduce((total, { wins, losses }) => total + wins + losses, 0);

test("law: merging is the same in both directions and loses no count", () => {
  fc.assert(
    fc.property(fc.array(outcome), fc.array(outcome), fc.boolean(), (one, other, keepsCode) => {
      const [left, right] = [logAll(one, keepsCode), logAll(other, keepsCode)];
      expect([...mergeLogs(left, right)]).toEqual([...mergeLogs(right, left)]);
      expect(sum(mergeLogs(left, right))).toBe(one.length + other.length);
    }),
  );
});

test("law: recent results are at most 8, and as many as all results while those are fewer", () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 60 }), (outcomes) => {
      for (const { records } of logAll(outcomes).values()) {
        for (const { wins, losses, recentWins, recentLosses } of records) {
          expect(recentWins + recentLosses).toBeCloseTo(Math.min(8, wins + losses), 2);
          expect(Math.min(recentWins, recentLosses)).toBeGreaterThanOrEqual(0);
        }
      }
    }),
  );
});

test("names of the user's code are kept only when that is allowed", () => {
  const found = {
    code: "TS2304",
    message: "Cannot find name 'secretPlan'.",
    actor: "missing-name",
  };
  const told = { ...found, variant: "own", isWon: true };
  const text = (log: LessonLog) => JSON.stringify([...log]);
  expect(text(logAll([told]))).not.toContain("secretPlan");
  expect(text(logAll([told], true))).toContain("secretPlan");
});

const found = { code: "tests-failed", message: "expected 'a' to be 'b'" };
const told = (variant: string, ...results: readonly boolean[]) =>
  logAll(results.map((isWon) => ({ ...found, actor: "model", variant, isWon })));
const variants = ["edits", "files", "stronger-model"];

test.each([
  ["nothing is known", [], null],
  ["the first wins", [told("edits", true, true)], null],
  ["another one won once", [told("files", true)], "files"],
  ["the first lost once", [told("edits", false)], null],
  ["both won, the first more surely", [told("files", true), told("edits", true, true)], null],
  ["the other one wins more surely", [told("files", true), told("edits", true, false)], "files"],
  ["the first is dropped", [told("edits", false, false)], "files"],
  ["two are dropped", [told("edits", false, false), told("files", false, false)], "stronger-model"],
  ["all are dropped", variants.map((each) => told(each, false, false)), null],
  ["an unknown way wins", [told("prayer", true, true, true)], null],
] as const)("the way to begin with when %s", (_, logs, expected) => {
  const log = logs.reduce(mergeLogs, emptyLog);
  expect(preferredVariant(log, { found: [found], actor: "model", variants })).toBe(expected);
});

test("what is known of one actor, variant or kind of error says nothing about others", () => {
  const log = told("edits", false, false);
  const trial = { ...found, actor: "model", variant: "edits" };
  expect(standingIn(log, trial)).toBe("last");
  expect(standingIn(log, { ...trial, message: "expected 'x' to be 'y'" })).toBe("last");
  for (const other of [{ variant: "files" }, { actor: "list-key" }, { code: "types" }]) {
    expect(standingIn(log, { ...trial, ...other })).toBe("usual");
  }
});
