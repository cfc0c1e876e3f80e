import { expect, test } from "vitest";
import { packageNameOf, resolveModule } from "../../../src/workspace/code-index/resolve-module.ts";

const places = {
  files: new Set([
    "src/a.ts",
    "src/b/index.tsx",
    "src/c.css",
    "src/d.mts",
    "lib/e.d.ts",
    "public/f.svg",
  ]),
  aliases: [{ prefix: "@/", target: "src/", isWildcard: true }],
  ownNames: [{ prefix: "#e", target: "lib/e.d.ts", isWildcard: false }],
};

test.each([
  ["./a", "src/a.ts"],
  ["./a.ts", "src/a.ts"],
  ["./a.js", "src/a.ts"],
  ["./d.mjs", "src/d.mts"],
  ["./b", "src/b/index.tsx"],
  ["../lib/e", "lib/e.d.ts"],
  ["./c.css?inline", "src/c.css"],
  ["@/a", "src/a.ts"],
  ["#e", "lib/e.d.ts"],
  ["/src/a.ts", "src/a.ts"],
])("%s is %s", (specifier, path) => {
  const found = resolveModule({ from: "src/main.ts", specifier }, places);
  expect(found).toEqual({ kind: "file", path });
});

test.each(["./missing", "@/missing", "virtual:x", "node:fs", "~icons/a", "../../outside"])(
  "%s leads nowhere that is known",
  (specifier) => {
    expect(resolveModule({ from: "src/main.ts", specifier }, places)).toEqual({ kind: "unknown" });
  },
);

test("packages by their names", () => {
  expect(["react", "@scope/a/b", "lodash/fp", "./a", "@/a"].map(packageNameOf)).toEqual([
    "react",
    "@scope/a",
    "lodash",
    null,
    null,
  ]);
});
