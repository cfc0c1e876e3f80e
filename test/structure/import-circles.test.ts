import { posix } from "node:path";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** What each file imports of ours; imports of types count, because they too say what must be read together. */
function importGraph(): ImportGraph {
  return new Map(
    sourceFiles("src/**/*.ts").map(({ path, text }) => [
      path,
      [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, specifier]) =>
        posix.join(posix.dirname(path), specifier ?? ""),
      ),
    ]),
  );
}

/** Every way that leads from a file back to it, found depth first: one a circle. */
function circlesOf(graph: ImportGraph): readonly string[] {
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" -> "));
    if (start >= 0 || finished.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

test("a circle is found with its path", () => {
  const graph = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts", "d.ts"]],
    ["c.ts", []],
    ["d.ts", ["b.ts"]],
  ]);
  expect(circlesOf(graph)).toEqual(["b.ts -> d.ts -> b.ts"]);
});

test("files do not import each other in circles", () => {
  expect(circlesOf(importGraph())).toEqual([]);
});
