import { expect, test } from "vitest";
import { modelEventLines, modelTotalLines } from "../../src/cli/output/model-event-lines.ts";
import { emptyTally, tallyOf } from "../../src/cli/output/run-lines.ts";

const none = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0 };
const totals = {
  calls: 3,
  fromLedger: 0,
  paidUsd: 0,
  appUsd: 0,
  forFeatures: none,
  hasUnknownPrices: false,
};

test.each([
  ["a known sum", { paidUsd: 0.009, appUsd: 0.009 }, ["$0.0090 paid now", "app: $0.0090"]],
  [
    "no known price at all",
    { hasUnknownPrices: true },
    ["an unknown price paid now", "app: an unknown price"],
  ],
  [
    "some known prices",
    { paidUsd: 0.009, appUsd: 0.01, hasUnknownPrices: true },
    ["at least $0.0090 (some prices are unknown) paid now", "app: at least $0.0100 (some"],
  ],
  [
    "replies of the ledger whose price was never known",
    { calls: 0, fromLedger: 3, hasUnknownPrices: true },
    ["0 calls, 3 from the ledger, $0.0000 paid now", "app: an unknown price"],
  ],
] as const)("what was paid, with %s", (_, parts, [paid, ofApp]) => {
  const [first = "", second = ""] = modelTotalLines({ ...totals, ...parts });
  expect(first).toContain(paid);
  expect(second).toContain(ofApp);
});

test("a note is one line without what a terminal would obey", () => {
  const about = { type: "model:note", task: "design-features", feature: null } as const;
  const [line = "", ...rest] = modelEventLines({ ...about, detail: "mended\n\u001b[2Jhere" });
  expect(rest).toEqual([]);
  expect(line).toContain("Designing features: mended [2Jhere");
});

test("a run that goes on in the middle compares no sum of the whole app with what the rest was expected to cost", () => {
  const estimate = { calls: 1, inputTokens: 1000, outputTokens: 500, usd: 0.5 };
  const phase = { title: "Last", features: [], entities: [], files: 1, estimate };
  const expectedOf = (number: number) => {
    const about = { type: "run:start", appName: "App", out: "app" } as const;
    return tallyOf(emptyTally, { ...about, phases: [{ ...phase, number }] }).expectedUsd;
  };
  expect([expectedOf(1), expectedOf(2)]).toEqual([0.5, null]);
});
