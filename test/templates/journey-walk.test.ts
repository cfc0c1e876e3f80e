import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { Walk } from "../../templates/features/checks/files/e2e/walk.ts";

const alice = "Alice";
const bob = "Bob";

/** A walk under a simulated test runner, which notes when steps begin and end. */
function walkWithNotes() {
  const notes: string[] = [];
  const runner = {
    test: async (title: string, _options: object, run: () => Promise<void>) => {
      notes.push(`${title} begins`);
      const end = await run().then(
        () => "passes",
        () => "fails",
      );
      notes.push(`${title} ${end}`);
    },
  };
  const walk = new Walk<string>({
    test: runner as unknown as TestContext,
    check: (_title, run) => run(),
  });
  return { walk, notes };
}

const fail = () => Promise.reject(new Error("no"));

test("two people go side by side, each one step after another, and a common step waits for both", async () => {
  const { walk, notes } = walkWithNotes();
  walk.alone(alice, "A1", () => wait(30));
  walk.alone(alice, "A2", () => wait(1));
  walk.alone(bob, "B1", () => wait(10));
  await wait(1);
  expect([walk.isAlone(alice), walk.isAlone(bob)]).toEqual([true, true]);
  await walk.step("both", async () => {
    expect([walk.isAlone(alice), walk.isAlone(bob)]).toEqual([false, false]);
  });
  expect(notes).toEqual([
    "A1 begins",
    "B1 begins",
    "B1 passes",
    "A1 passes",
    "A2 begins",
    "A2 passes",
    "both begins",
    "both passes",
  ]);
});

test("a step waits for those it builds on, and who waits takes a spare one meanwhile", async () => {
  const { walk, notes } = walkWithNotes();
  const begun = (name: string) => async () => {
    notes.push(name);
  };
  const looking = Promise.withResolvers<void>();
  const found = walk.alone(bob, "B1", () => looking.promise);
  walk.alone(alice, "spare", begun("she has time"), { isSpare: true });
  walk.alone(alice, "A1", begun("first in order"));
  walk.alone(alice, "A2", begun("what Bob found"), { after: [found] });
  walk.alone(alice, "last", begun("late"), { isSpare: true, after: [found] });
  await expect
    .poll(() => walk.isAlone(alice), { message: "she waits", timeout: 10_000 })
    .toBe(false);
  expect(notes).toContain("spare passes");
  expect(walk.isAlone(bob)).toBe(true);
  looking.resolve();
  await walk.end();
  expect(notes.filter((note) => !/begins|passes/.test(note))).toEqual([
    "first in order",
    "she has time",
    "what Bob found",
    "late",
  ]);
  expect(notes.indexOf("A2 begins")).toBeGreaterThan(notes.indexOf("B1 passes"));
});

test("when a step fails, those that wait for it never begin", async () => {
  const { walk, notes } = walkWithNotes();
  const found = walk.alone(bob, "B1", fail);
  walk.alone(alice, "A1", () => wait(1), { after: [found] });
  await expect(walk.end()).rejects.toThrow('The journey ended at "B1".');
  expect(notes).toEqual(["B1 begins", "B1 fails"]);
});

test("the first step that fails ends the journey, also one that somebody walks alone", async () => {
  const { walk, notes } = walkWithNotes();
  walk.alone(alice, "A1", fail);
  walk.alone(alice, "A2", () => wait(1));
  await expect(walk.step("both", () => wait(1))).rejects.toThrow('The journey ended at "A1".');
  expect(notes).toEqual(["A1 begins", "A1 fails"]);
});

test("a common step that fails ends it, and so does one at the very end", async () => {
  const { walk } = walkWithNotes();
  await expect(walk.step("both", fail)).rejects.toThrow('The journey ended at "both".');
  const other = walkWithNotes().walk;
  other.alone(bob, "B1", fail);
  await expect(other.end()).rejects.toThrow('The journey ended at "B1".');
});
