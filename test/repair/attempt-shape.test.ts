import fc from "fast-check";
import { expect, test } from "vitest";
import { attemptShape } from "../../src/repair/attempt-shape.ts";
import type { FileFix } from "../../src/repair/fixer.ts";

const edit = (text: string, { path = "a.ts", end = 0 } = {}): FileFix => ({
  kind: "edit",
  path,
  edits: [{ start: 0, end, text }],
});

test.each([
  [[edit(",")], "adds ,"],
  [[edit("", { end: 3 })], "removes"],
  [[edit('"@/lib/secret"', { end: 3 })], 'replaces by "_"'],
  [[edit("secretPlan", { end: 3 })], "replaces by _"],
  [[edit("await ")], "adds await"],
  [[edit("export ", { path: "b.ts" })], "adds export in another file"],
  [[edit("x"), edit("y", { path: "b.ts" })], "adds _; adds _ in another file"],
  [[{ kind: "rename", path: "a.ts", to: "a.tsx" }], "renames the file"],
  [[{ kind: "create", path: "vite-env.d.ts", text: "secret" }], "makes a file"],
] as const)("%j", (fixes, shape) => {
  expect(attemptShape("a.ts", { fixes })).toBe(shape);
});

test("law: no name, number or text of an edit is in its shape", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (text, isNew) => {
      const shape = attemptShape("a.ts", {
        fixes: [edit(`${text}Secret9${text}`, { end: isNew ? 0 : 1 })],
      });
      expect(shape).toMatch(/^(?:adds|replaces by) [ -~]{0,16}$/);
      expect(shape).not.toMatch(/[A-Z0-9]/);
    }),
  );
});
