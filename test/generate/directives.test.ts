import { expect, test } from "vitest";
import { readDirective, resolveConditions } from "../../src/generate/directives.ts";

test.each([
  ["// @slot app.routes", { kind: "slot", name: "app.routes" }],
  ["   {/* @slot home.main */}", { kind: "slot", name: "home.main" }],
  ["<!-- @if feature feed -->", { kind: "if", subject: "feature", name: "feed" }],
  ["/* @if value style neon */", { kind: "if", subject: "value", name: "style", values: ["neon"] }],
  ["# @if value style a b", { kind: "if", subject: "value", name: "style", values: ["a", "b"] }],
  ["# @if slot dev.seeds", { kind: "if", subject: "slot", name: "dev.seeds" }],
  ["/* @else */", { kind: "else" }],
  ["// @end", { kind: "end" }],
])("%s is read", (line, expected) => {
  expect(readDirective(line)).toEqual(expected);
});

test.each([
  "// @slot",
  "// @if feature",
  "// @if table x",
  "// @if value style",
  "// @else now",
  "# @end if",
])("%s is malformed", (line) => {
  expect(readDirective(line)).toBe("malformed");
});

test.each(["const slot = 1;", "// the @slot marker", "@media print {", "# Title", "// @param x"])(
  "%s is an ordinary line",
  (line) => {
    expect(readDirective(line)).toBeNull();
  },
);

const template = ["a", "// @if feature x", "b", "// @else", "c", "// @end", "d"].join("\n");

test("the branch that holds is kept and the directives are gone", () => {
  const resolve = (present: boolean) =>
    resolveConditions({ file: "f.ts", text: template, holds: () => present }).text;
  expect(resolve(true)).toBe("a\nb\nd");
  expect(resolve(false)).toBe("a\nc\nd");
});

test.each([
  ["// @if feature x\na", 1, "has no @end"],
  ["a\n// @end", 2, "without an @if"],
  ["// @if feature x\n// @if feature y\n// @end", 2, "inside a condition"],
  ["// @if feature x\n// @else\n// @else\n// @end", 3, "second @else"],
  ["a\n// @if x", 2, "cannot be read"],
])("a wrong condition is named with its line: %j", (text, line, message) => {
  const { diagnostics } = resolveConditions({ file: "f.ts", text, holds: () => true });
  expect(diagnostics[0]).toMatchObject({ subject: { file: "f.ts", line } });
  expect(diagnostics[0]?.message).toContain(message);
});
