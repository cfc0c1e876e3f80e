import { expect, test } from "vitest";
import type { RepairAttempt } from "../../src/spec/repair-attempt.ts";
import { playRepair } from "../support/repair-scene.ts";
import { repairScenes } from "../support/repair-scenes.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Plays a scene; whatever happened in it, nothing red passed, and what was paid is what is told. */
async function play(name: keyof typeof repairScenes) {
  const scene = await playRepair(repairScenes[name], await temporaryFolder());
  expect(scene.result).not.toContain("failed");
  const told = scene.attempts.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  expect(told).toBeCloseTo(scene.usd, 6);
  return { ...scene, steps: scene.attempts.map(stepOf) };
}

function stepOf({ by, strategy, errorsBefore, errorsAfter, verdict }: RepairAttempt): string {
  return `${strategy ?? by} ${errorsBefore} > ${errorsAfter} ${verdict}`;
}

test("a model that helps: one round, one call, its pages stay", async () => {
  const { steps, calls, usd, result } = await play("helps");
  expect(steps).toEqual(["edits 1 > 0 better"]);
  expect([calls, result]).toEqual([1, "passed, the model's pages"]);
  expect(usd).toBeGreaterThan(0);
});

test("a model that repeats itself is asked in every way once", async () => {
  const { steps, calls, result, notes } = await play("repeats itself");
  expect(steps).toEqual(["edits 1 > 1 same", "files 1 > 1 same"]);
  expect([calls, result]).toEqual([2, "passed, printed pages"]);
  expect(notes.at(-1)).toContain("(every way to ask was tried)");
});

test("a model that makes it worse: each try begins with the best version", async () => {
  const { steps, calls, result } = await play("makes it worse");
  expect(steps).toEqual(["edits 1 > 2 worse", "files 1 > 2 worse"]);
  expect([calls, result]).toEqual([2, "passed, printed pages"]);
});

test("a model that cheats: its repairs are lost rounds, and named", async () => {
  const { steps, calls, result, notes } = await play("cheats");
  expect(steps).toEqual(["edits 1 > 1 refused", "files 1 > 1 refused"]);
  expect([calls, result]).toEqual([2, "passed, printed pages"]);
  expect(notes.join("\n")).toContain('The type "any" is not allowed');
  expect(notes.join("\n")).toContain("It adds a ! that nothing proves");
});

test("a model that is down ends the run with 4, after the tries of the client", async () => {
  const { steps, calls, usd, result } = await play("is down");
  expect(steps).toEqual([]);
  expect([usd, result]).toEqual([0, "ends with 4"]);
  expect(calls).toBeGreaterThan(0);
  expect(calls).toBeLessThanOrEqual(4);
});

test("a model that is down leaves the printed pages when the run may go on without one", async () => {
  const { steps, usd, result, notes } = await play("is down, and the run may go on");
  expect(steps).toEqual(["edits 1 > 1 unanswered"]);
  expect([usd, result]).toEqual([0, "passed, printed pages"]);
  expect(notes.at(-1)).toContain("(no model answers)");
});

test("where a model repeats itself, another provider is asked before the printed pages come", async () => {
  const { steps, calls, result } = await play("repeats itself, another provider helps");
  expect(steps).toEqual(["edits 1 > 1 same", "files 1 > 1 same", "other-provider 1 > 0 better"]);
  expect([calls, result]).toEqual([3, "passed, the model's pages"]);
});

test("what fixers mend, no model is asked about", async () => {
  const { steps, calls, result } = await play("is not needed: fixers do it");
  expect(steps).toEqual([expect.stringMatching(/^fixers \d > 0 better$/)]);
  expect([calls, result]).toEqual([0, "passed, the model's pages"]);
});
