import { expect, test } from "vitest";
import { repairLevels } from "../../src/pipeline/repair-order.ts";
import { blueprintSchema } from "../../src/spec/blueprint.ts";
import type { Feature } from "../../src/spec/plan.ts";

const feature = (id: string, requires: readonly string[]): Feature => ({
  id,
  title: id,
  source: "request",
  origin: "designed",
  requires,
  phase: 1,
  parameters: {},
  nouns: {},
  blueprint: blueprintSchema.parse({ id, title: id, summary: id, files: [`src/${id}.ts`] }),
});

const features = [
  feature("votes", ["books"]),
  feature("books", ["shelves"]),
  feature("shelves", ["clubs"]),
  feature("clubs", []),
  feature("goals", []),
];

test("what others build on comes first, also through features that are fine", () => {
  expect(repairLevels(["votes", "goals", "clubs", "books"], features)).toEqual([
    ["goals", "clubs"],
    ["books"],
    ["votes"],
  ]);
  expect(repairLevels(["votes", "clubs"], features)).toEqual([["clubs"], ["votes"]]);
});

test("unknown features are left out, and a circle ends", () => {
  expect(repairLevels(["zoo"], features)).toEqual([]);
  const circle = [feature("a", ["b"]), feature("b", ["a"])];
  expect(repairLevels(["a", "b"], circle).flat().toSorted()).toEqual(["a", "b"]);
});
