import { expect, it } from "vitest";
import { matchesPattern, patternExample } from "../../src/schema/matrix/pattern-example.ts";

it.each([
  { pattern: "^[a-zA-Z0-9_]+$", min: 3, max: 24, same: /^[a-zA-Z0-9_]+$/ },
  { pattern: "^#[0-9a-f]{6}$", min: 7, max: 7, same: /^#[0-9a-f]{6}$/ },
  { pattern: "^https?://[^\\s/]+(/.*)?$", min: 1, max: 200, same: /^https?:\/\/[^\s/]+(\/.*)?$/ },
  { pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", min: 1, max: 40, same: /^[a-z0-9]+(-[a-z0-9]+)*$/ },
  { pattern: "^[^@ ]+@[^@ ]+\\.[a-z]{2,}$", min: 5, max: 60, same: /^[^@ ]+@[^@ ]+\.[a-z]{2,}$/ },
  { pattern: "^(draft|open|done-[0-9])$", min: 1, max: 20, same: /^(draft|open|done-[0-9])$/ },
  { pattern: "^[[:alpha:]]\\d{2,4}[-+]?$", min: 1, max: 20, same: /^[A-Za-z]\d{2,4}[-+]?$/ },
  { pattern: "[]x-]", min: 1, max: 1, same: /[\]x-]/ },
  { pattern: "", min: 5, max: 5, same: /^.{5}$/ },
])("makes different examples of $pattern", ({ pattern, min, max, same }) => {
  const examples = [0, 1, 2].map((variant) => patternExample({ pattern, min, max, variant }) ?? "");
  for (const example of examples) {
    expect(example.length).toBeGreaterThanOrEqual(min);
    expect(example.length).toBeLessThanOrEqual(max);
    expect(example).toMatch(same);
    expect(matchesPattern(pattern, example)).toBe(true);
  }
  expect(new Set(examples.map((example) => example.toLowerCase())).size).toBe(3);
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
