import { expect, test } from "vitest";
import { applyEdits } from "../../src/models/apply-edits.ts";

const content = "function a() {\n  one();\n  two();  \n}\n\nfunction b() {\n  one();\n}\n";

function edited(...pairs: readonly (readonly [string, string])[]) {
  const replacements = pairs.map(([search, replace]) => ({ search, replace }));
  return applyEdits(content, { path: "src/a.ts", replacements });
}

test("lines are replaced, added and removed, all of an edit or none", () => {
  expect(edited(["function b() {", "function c() {"])).toEqual({
    kind: "changed",
    content: content.replace("function b", "function c"),
  });
  expect(edited(["function a() {\n  one();", "function a() {"])).toMatchObject({
    content: content.replace("  one();\n", ""),
  });
  expect(edited(["function b() {", "changed"], ["nowhere", "x"])).toMatchObject({
    kind: "refused",
  });
});

test("space at line ends and one indentation may differ", () => {
  expect(edited(["  two();", "  three();"])).toMatchObject({
    content: content.replace("  two();  ", "  three();"),
  });
  expect(edited(["two();\n", "three();\nfour();\n"])).toMatchObject({ kind: "refused" });
  expect(edited(["two();", "three();\nfour();"])).toMatchObject({
    content: content.replace("  two();  ", "  three();\n  four();"),
  });
});

test.each([
  ["  one();", "more than once"],
  ["one();", "more than once"],
  ["three();", "do not occur"],
  ["", "empty"],
])("the search %j is refused: %s", (search, reason) => {
  const result = edited([search, "x"]);
  expect(result).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
});

test("what is not found is told with the nearest lines", () => {
  const result = edited(["function b(arg) {", "x"]);
  expect(result).toMatchObject({ reason: expect.stringContaining("function b() {") });
});

test("an edit without a pair is refused", () => {
  expect(edited()).toMatchObject({ kind: "refused" });
});
