import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** Budgets from docs/architecture.md: the tail is where code like this starts to hurt. */
const budget = {
  file: { median: 80, p90: 250, max: 400 },
  function: { p90: 40, max: 80 },
  castsPer1000Lines: 2,
} as const;

const files = sourceFiles("src/**/*.ts");

interface Sized {
  readonly name: string;
  readonly lines: number;
}

function lineCount(text: string): number {
  return text.trimEnd().split("\n").length;
}

function functionSizes(path: string, text: string): readonly Sized[] {
  const sizes: Sized[] = [];
  const add = (node: { start: number; end: number }, name: string) => {
    sizes.push({ name: `${path}: ${name}`, lines: lineCount(text.slice(node.start, node.end)) });
  };
  const visitor = new Visitor({
    FunctionDeclaration: (node) => add(node, node.id?.name ?? "function"),
    MethodDefinition: (node) => add(node, "method"),
    ArrowFunctionExpression: (node) =>
      add(node, `arrow at ${lineCount(text.slice(0, node.start))}`),
  });
  visitor.visit(parseSync(path, text).program);
  return sizes;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

test("files stay small", () => {
  const sizes = files.map(({ path, text }) => ({ name: path, lines: lineCount(text) }));
  const lines = sizes.map((size) => size.lines);
  expect(sizes.filter((size) => size.lines > budget.file.max)).toEqual([]);
  expect(percentile(lines, 0.5)).toBeLessThanOrEqual(budget.file.median);
  expect(percentile(lines, 0.9)).toBeLessThanOrEqual(budget.file.p90);
});

test("functions stay small", () => {
  const sizes = files.flatMap(({ path, text }) => functionSizes(path, text));
  expect(sizes.filter((size) => size.lines > budget.function.max)).toEqual([]);
  expect(
    percentile(
      sizes.map((size) => size.lines),
      0.9,
    ),
  ).toBeLessThanOrEqual(budget.function.p90);
});

test("types are not cast away", () => {
  const total = files.reduce((sum, { text }) => sum + lineCount(text), 0);
  const casts = files.flatMap(({ path, text }) =>
    [...text.matchAll(/\bas (?!const\b)[A-Za-z{[(].*/g)]
      .filter(
        ([match]) => !/^as [a-z]+ from|^as \w+ (?:a|the|an|in|it|is|of|to|for|with)\b/.test(match),
      )
      .filter((match) => !/^\s*(?:\*|\/\/|import|export|\/\*)/.test(lineAt(text, match.index)))
      .map(([match]) => `${path}: ${match}`),
  );
  expect(casts.length, casts.join("\n")).toBeLessThanOrEqual(
    Math.ceil((total / 1000) * budget.castsPer1000Lines),
  );
});

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index) + 1;
  return text.slice(start, text.indexOf("\n", index));
}
