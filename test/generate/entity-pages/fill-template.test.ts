import { expect, test } from "vitest";
import { fillTemplate } from "../../../src/generate/entity-pages/fill-template.ts";

const values = {
  words: { one: "Box", odd: 'a "b" {c} <d> \\ `e`' },
  flags: { yes: true, no: false },
  code: { lines: "first();\nsecond();", value: '"raw"' },
};

test("words and code take the places of their names", () => {
  expect(fillTemplate("const $one$ = $value$;", values)).toBe('const Box = "raw";');
});

test("words cannot be read as code", () => {
  expect(fillTemplate("<p>$odd$</p>", values)).toBe("<p>a ”b” (c) ‹d› / ’e’</p>");
});

test("lines are kept where their conditions hold, inside of each other too", () => {
  const text = `// @if yes
a
{/* @if no */}
b
// @else
c
// @end
// @end
// @if !yes
d
// @end
// @print lines`;
  expect(fillTemplate(text, values)).toBe("a\nc\nfirst();\nsecond();");
});

test.each(["$two$", "// @print two", "// @if two\n// @end", "// @if yes", "// @end"])(
  "%j is a bug of the template",
  (text) => {
    expect(() => fillTemplate(text, values)).toThrow(/page template|@if|@end/);
  },
);
