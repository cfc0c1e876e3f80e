import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { diagnostic } from "../../src/core/diagnostic.ts";
import { gateLines } from "../../src/cli/output/gate-lines.ts";
import type { GateReport } from "../../src/spec/gate-report.ts";

const report: GateReport = {
  gate: "tests",
  outcome: "passed",
  summary: "186 tests passed, 32 files",
  diagnostics: [],
  durationMs: 1_200,
};

const shown = (changes: Partial<GateReport>) =>
  gateLines({ ...report, ...changes }).map(stripVTControlCharacters);

test("a gate that ran says what it looked at and how long it took", () => {
  expect(shown({})).toEqual([
    `  ok   tests      ${"186 tests passed, 32 files".padEnd(50)}   1.2 s`,
  ]);
});

test("what did not run again is said after the summary, in a line that still fits", () => {
  const said = (changes: Partial<GateReport>) => shown(changes)[0]?.slice(18, 68).trimEnd();
  const whole = { unchanged: 1, of: 1 };
  expect(said({ summary: "no type error", remembered: whole })).toBe(
    "no type error; unchanged since it passed",
  );
  expect(said({ remembered: { unchanged: 30, of: 32 } })).toBe(
    "186 tests passed, 32 files; 30 of 32 unchanged",
  );
  expect(said({ remembered: { unchanged: 0, of: 32 } })).toBe("186 tests passed, 32 files");
});

test("notes are shown below a gate that passed", () => {
  const note = diagnostic({ code: "gate-memory-ignored", severity: "info", message: "A file." });
  expect(shown({ notes: [note] })).toEqual([
    expect.stringContaining("ok   tests"),
    expect.stringContaining("gate-memory-ignored"),
    expect.stringContaining("A file."),
  ]);
});

test("warnings of a gate that passed are shown when asked for", () => {
  const diagnostics = [
    diagnostic({ code: "packages/unused", severity: "warning", message: "Not used." }),
    diagnostic({ code: "other", severity: "info", message: "A remark." }),
  ];
  expect(shown({ diagnostics })).toHaveLength(1);
  const asked = gateLines({ ...report, diagnostics }, { showsWarnings: true }).join("\n");
  expect(asked).toContain("packages/unused");
  expect(asked).not.toContain("A remark.");
});
