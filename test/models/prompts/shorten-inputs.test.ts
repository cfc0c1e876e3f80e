import fc from "fast-check";
import { expect, test } from "vitest";
import type { Prompt } from "../../../src/models/prompts/prompt.ts";
import { shortenInputs } from "../../../src/models/prompts/shorten-inputs.ts";

const about = "A text.";
const inputs: Prompt["inputs"] = [
  { name: "kept", trust: "ours", about },
  { name: "second", trust: "untrusted", about, shorten: 2 },
  { name: "first", trust: "ours", about, shorten: 1 },
];

const lines = fc.array(fc.string({ maxLength: 60 }), { minLength: 30, maxLength: 120 });

test("whole first lines stay, the lowest number goes first, and about half of the prompt remains", () => {
  fc.assert(
    fc.property(lines, lines, lines, (kept, second, first) => {
      const texts = { kept, second, first };
      const values = new Map(Object.entries(texts).map(([name, all]) => [name, all.join("\n")]));
      const length = [...values.values()].join("").length;
      const shortenings = shortenInputs({ inputs }, { values, length });
      expect(shortenInputs({ inputs }, { values, length })).toEqual(shortenings);
      const names = shortenings.map(({ leftOut }) => leftOut.split(":")[0]);
      expect(["first,second", "first", "second", ""]).toContain(names.join());
      for (const { from, to } of shortenings) {
        const all = from.split("\n");
        const left = to.split("\n");
        expect(left.at(-1)).toMatch(/^\(The last \d+ of \d+ lines are left out here\.\)$/);
        expect(left.slice(0, -1)).toEqual(all.slice(0, left.length - 1));
        expect(left.length).toBeLessThanOrEqual(all.length);
      }
      const saved = shortenings.reduce((sum, { from, to }) => sum + from.length - to.length, 0);
      const isAllUsed = names.length === 2 || (values.get("first") ?? "").length < 500;
      // A line and the note about the rest are all that may be too much or too little.
      expect(isAllUsed || Math.abs(saved - length / 2) < 200).toBe(true);
    }),
    { numRuns: 100 },
  );
});
