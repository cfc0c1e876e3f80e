import fc from "fast-check";
import { expect, test } from "vitest";
import { logOf, mergeLogs, type LessonLog } from "../../src/learning/lesson-log.ts";
import { compareRecords, standingOf, winInterval } from "../../src/learning/standing.ts";
import type { LessonRecord } from "../../src/spec/lesson.ts";

const found = { code: "TS2322", message: "Type 'A' is not assignable to type 'B'." };

function recordOf(log: LessonLog, variant: string): LessonRecord {
  const [lesson] = [...log.values()];
  const record = lesson?.records.find((each) => each.variant === variant);
  if (record === undefined) throw new Error(`no record of ${variant}`);
  return record;
}

function after(results: readonly boolean[], variant = "edits"): LessonLog {
  return results
    .map((isWon) => logOf({ ...found, actor: "model", variant, isWon }, { keepsCode: false }))
    .reduce(mergeLogs);
}

const repeat = (isWon: boolean, times: number) => Array.from({ length: times }, () => isWon);

test.each([
  [[true], "usual"],
  [[true, true], "first"],
  [[false], "alone"],
  [[false, false], "last"],
  [[true, false, true, false], "alone"],
  [[true, true, false, true], "usual"],
  [repeat(true, 100), "first"],
] as const)("%j leads to %s", (results, standing) => {
  expect(standingOf(recordOf(after(results), "edits"))).toBe(standing);
});

test("a champion that stops winning is dropped, with its counts, and comes back by winning", () => {
  const champion = after(repeat(true, 100));
  const past = mergeLogs(champion, after(repeat(false, 2)));
  expect(standingOf(recordOf(past, "edits"))).toBe("first");
  const fallen = repeat(false, 12).reduce((log) => mergeLogs(log, after([false])), champion);
  expect(recordOf(fallen, "edits")).toMatchObject({ wins: 100, losses: 12 });
  expect(standingOf(recordOf(fallen, "edits"))).toBe("last");
  const back = repeat(true, 8).reduce((log) => mergeLogs(log, after([true])), fallen);
  expect(standingOf(recordOf(back, "edits"))).not.toBe("last");
});

const record = fc
  .record({
    actor: fc.constantFrom("a", "b"),
    variant: fc.constantFrom("x", "y", "z"),
    results: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
  })
  .map(({ actor, variant, results }) => ({
    ...recordOf(after(results, variant), variant),
    actor,
  }));

test("law: a win never lowers a record's place, a loss never raises it", () => {
  fc.assert(
    fc.property(record, fc.array(record, { maxLength: 6 }), fc.boolean(), (one, others, isWon) => {
      const log: LessonLog = new Map(
        [...after([isWon], one.variant)].map(([id, lesson]) => {
          const records = lesson.records.map((each) => ({ ...each, actor: one.actor }));
          return [id, { ...lesson, records }];
        }),
      );
      const before: LessonLog = new Map(
        [...log].map(([id, lesson]) => [id, { ...lesson, records: [one] }]),
      );
      const next = recordOf(mergeLogs(before, log), one.variant);
      const place = (each: LessonRecord) =>
        others.filter((other) => compareRecords(other, each) < 0).length;
      const [better, worse] = isWon ? [next, one] : [one, next];
      expect(place(better)).toBeLessThanOrEqual(place(worse));
    }),
  );
});

test("law: the order is total, and the same whatever the order before", () => {
  const distinct = fc.uniqueArray(record, {
    selector: ({ actor, variant }) => `${actor} ${variant}`,
  });
  fc.assert(
    fc.property(distinct, (records) => {
      const sorted = records.toSorted(compareRecords);
      expect(records.toReversed().toSorted(compareRecords)).toEqual(sorted);
      for (const [index, one] of sorted.entries()) {
        for (const other of sorted.slice(index + 1)) {
          expect(compareRecords(one, other)).toBeLessThan(0);
          expect(compareRecords(other, one)).toBeGreaterThan(0);
        }
      }
    }),
  );
});

test("the interval of Wilson holds the share of wins and narrows", () => {
  expect(winInterval({ recentWins: 0, recentLosses: 0 })).toEqual([0, 1]);
  const [low, high] = winInterval({ recentWins: 6, recentLosses: 2 });
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(["0.524", "0.891"]);
});
