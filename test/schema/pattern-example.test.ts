import { expect, it } from "vitest";
import { matchesPattern, patternExample } from "../../src/schema/matrix/pattern-example.ts";

it.each([
  ["^[a-zA-Z0-9_]+$", 3, 24],
  ["^#[0-9a-f]{6}$", 7, 7],
  ["^https?://[^\\s/]+(/.*)?$", 1, 200],
  ["^[a-z0-9]+(-[a-z0-9]+)*$", 1, 40],
  ["^[^@ ]+@[^@ ]+\\.[a-z]{2,}$", 5, 60],
  ["^(draft|open|done-[0-9])$", 1, 20],
  ["^[[:alpha:]]\\d{2,4}[-+]?$", 1, 20],
  ["[]x-]", 1, 1],
  ["", 5, 5],
  ["^(?:ab)*$", 4, 9],
])("makes different examples of %s", (pattern, min, max) => {
  const examples = [0, 1, 2].map((variant) => patternExample({ pattern, min, max, variant }));
  for (const example of examples) {
    expect(example?.length).toBeGreaterThanOrEqual(min);
    expect(example?.length).toBeLessThanOrEqual(max);
    if (!pattern.includes("[:"))
      expect(example).toMatch(new RegExp(pattern === "[]x-]" ? "[\\]x-]" : pattern));
    expect(matchesPattern(pattern, example ?? "")).toBe(true);
  }
  if (!pattern.includes("?:")) expect(new Set(examples).size).toBe(3);
});

it.each(["(", "a{", "[z-a]", "(?=a)", "\\bword", "a**", "(a)\\1", "*", "[[:nope:]]", "[a"])(
  "does not read %s",
  (pattern) => {
    expect(patternExample({ pattern, min: 0, max: 20, variant: 0 })).toBeNull();
    expect(matchesPattern(pattern, "a")).toBeNull();
  },
);

it.each([
  ["^[a-z]{12}$", 1, 9],
  ["^a$", 2, 9],
])("knows no example of %s with %i to %i characters", (pattern, min, max) => {
  expect(patternExample({ pattern, min, max, variant: 0 })).toBeNull();
});
