import { expect, test } from "vitest";
import { nearestTexts } from "../../src/core/nearest-text.ts";

const candidates = ["barn", "zoo", "cage", "cages"];

test.each([
  ["bran", ["barn"]],
  ["BARN", ["barn"]],
  ["cags", ["cage"]],
  ["zo", []],
  ["elephant", []],
])("%s is taken for %j", (text, expected) => {
  expect(nearestTexts(text, { candidates })).toEqual(expected);
});

test("more than one is given best first, ties in order", () => {
  expect(nearestTexts("cagez", { candidates, limit: 3 })).toEqual(["cage", "cages"]);
});
