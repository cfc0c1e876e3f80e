import { expect, test } from "vitest";
import { importOrder, importsOf } from "../../../src/repair/loop/import-order.ts";
import { createProject } from "../../../src/repair/project.ts";

function project(files: Readonly<Record<string, string>>) {
  const facts = {
    paths: new Set<string>(),
    aliases: [{ prefix: "@/", target: "src/", isWildcard: true }],
    declaredPackages: new Map<string, string>(),
    knownPackages: new Map<string, string>(),
  };
  return createProject(facts, new Map(Object.entries(files)), new Map());
}

const files = {
  "src/a.ts": 'import { b } from "./b";\nimport "react";\nexport const a = b;\n',
  "src/b.ts": 'export { c as b } from "@/z/c";\n',
  "src/z/c.ts": 'import type { D } from "./d";\nexport const c: D = 1;\n',
  "src/z/d.ts": "export type D = number;\n",
};

test("what is imported comes before what imports it, also through files that are not asked for", () => {
  const all = Object.keys(files);
  expect(importOrder(project(files), all)).toEqual(all.toReversed());
  expect(importOrder(project(files), ["src/a.ts", "src/z/d.ts"])).toEqual([
    "src/z/d.ts",
    "src/a.ts",
  ]);
});

test("a circle has an order too, always the same one", () => {
  const circle = project({
    "src/a.ts": 'import "./b";\n',
    "src/b.ts": 'import "./a";\nimport "./b";\n',
  });
  expect(importOrder(circle, ["src/b.ts", "src/a.ts"])).toEqual(["src/b.ts", "src/a.ts"]);
  expect(importOrder(circle, ["src/a.ts", "src/b.ts"])).toEqual(["src/b.ts", "src/a.ts"]);
});

test("a file does not import packages, nor itself", () => {
  expect(importsOf(project(files), "src/a.ts")).toEqual(["src/b.ts"]);
  expect(importsOf(project({ "src/b.ts": 'import "./b";\n' }), "src/b.ts")).toEqual([]);
});
