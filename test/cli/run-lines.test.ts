import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { emptyTally, runLines, tallyOf } from "../../src/cli/output/run-lines.ts";
import type { GateId, GateReport } from "../../src/spec/gate-report.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";

/** The log of a run, without colours. */
function logOf(events: readonly RunEvent[]): readonly string[] {
  let tally = emptyTally;
  return events.flatMap((event) => {
    const lines = runLines(event, tally);
    tally = tallyOf(tally, event);
    return lines.map(stripVTControlCharacters);
  });
}

function ended(gate: GateId, given: Partial<GateReport> = {}): RunEvent {
  const report: GateReport = {
    gate,
    outcome: "passed",
    summary: "all right",
    diagnostics: [],
    durationMs: 100,
    ...given,
  };
  return { type: "gate:end", phase: 1, report };
}

const unchanged = { remembered: { unchanged: 3, of: 3 } };
const partly = { remembered: { unchanged: 2, of: 3 } };
const end: RunEvent = { type: "validate:end", exitCode: 0, durationMs: 1_200 };
const change = (...paths: readonly string[]): RunEvent => ({ type: "watch:change", paths });

test("after a change only gates that ran have a line, and the others are counted", () => {
  const first = [ended("types", unchanged), end];
  const second = [change("src/a.ts"), ended("types", unchanged), ended("tests", partly), end];
  const log = logOf([...first, ...second]).map((line) => line.trimEnd());
  expect(log.filter((line) => line.includes("types"))).toHaveLength(1);
  expect(log.slice(log.indexOf("Changed  src/a.ts"))).toEqual([
    "Changed  src/a.ts",
    expect.stringMatching(/^ {2}ok {3}tests .*2 of 3 unchanged/),
    "",
    "All gates green in 1.2 s, 1 of them unchanged",
    "",
  ]);
  expect(log).toContain("All gates green in 1.2 s");
});

test("a gate that did not pass is never left out", () => {
  const lines = logOf([change("a.ts"), ended("types", { outcome: "failed", ...unchanged })]);
  expect(lines.join("\n")).toContain("FAIL types");
});

test("many changed files are counted", () => {
  expect(logOf([change("a", "b", "c", "d", "e")])).toContain("Changed  a, b, c and 2 more");
});
