import fc from "fast-check";
import { expect, test } from "vitest";
import { diffFiles } from "../../src/workspace/diff-files.ts";
import { appOf } from "./app-folder.ts";

test("new and changed files are written, missing ones deleted, in path order", () => {
  const before = appOf({ "b.ts": "same", "c.ts": "old", "a.ts": "gone" });
  const after = appOf({ "d.ts": "new", "b.ts": "same", "c.ts": "changed" });
  expect(diffFiles(before, after).changes).toEqual([
    { kind: "delete", path: "a.ts" },
    { kind: "write", path: "c.ts", content: "changed" },
    { kind: "write", path: "d.ts", content: "new" },
  ]);
});

test("bytes are compared by what they say, not by how they are held", () => {
  const bytes = new TextEncoder().encode("é");
  expect(diffFiles(appOf({ a: "é" }), appOf({ a: bytes })).changes).toEqual([]);
  expect(diffFiles(appOf({ a: bytes }), appOf({ a: new Uint8Array([1]) })).changes).toHaveLength(1);
});

test("the difference turns the first app into the second, whatever the order of entries", () => {
  const app = fc.dictionary(fc.constantFrom("a", "b/c", "b/d", "e.ts"), fc.string());
  fc.assert(
    fc.property(app, app, (before, after) => {
      const result = new Map(Object.entries(before));
      for (const change of diffFiles(appOf(before), appOf(after)).changes) {
        if (change.kind === "delete") result.delete(change.path);
        else result.set(change.path, String(change.content));
      }
      expect(Object.fromEntries(result)).toEqual({ ...after });
    }),
  );
});
