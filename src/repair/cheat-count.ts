import type { Node } from "oxc-parser";
import { parseSync } from "oxc-parser";
import { walk } from "./syntax-tree.ts";

/** How often a file does something that a repair must not do more often, or less often. */
export interface CheatCount {
  readonly what: string;
  readonly kind: "weakens" | "protects";
  readonly count: number;
}

const switchesOff =
  /@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint|biome|prettier|oxfmt|tslint)-(?:disable|ignore)|(?:istanbul|c8|v8) ignore/;

/**
 * Counts in a source file or in SQL; other files have nothing to count.
 * @param isReadable whether the file can be parsed before and after the repair; else its words are counted.
 */
export function countCheats(
  { file, text }: { readonly file: string; readonly text: string },
  isReadable: boolean,
): readonly CheatCount[] {
  if (file.endsWith(".sql")) return count(patternMarks(sqlPatterns, text));
  if (!isSource(file)) return [];
  return count(isReadable ? sourceMarks(file, text) : patternMarks(wordPatterns, text));
}

/** Whether its syntax tree tells everything about a file. */
export function isReadable(file: string, text: string): boolean {
  return !isSource(file) || parseSync(file, text).errors.length === 0;
}

function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

interface Mark {
  readonly what: string;
  readonly kind: CheatCount["kind"];
}

function count(marks: readonly Mark[]): readonly CheatCount[] {
  const counted = new Map<string, CheatCount>();
  for (const mark of marks) {
    const known = counted.get(mark.what);
    counted.set(mark.what, { ...mark, count: 1 + (known?.count ?? 0) });
  }
  return [...counted.values()];
}

const weakens = (what: string): Mark => ({ what, kind: "weakens" });
const protects = (what: string): Mark => ({ what, kind: "protects" });

function sourceMarks(file: string, text: string): readonly Mark[] {
  const { program, comments, module } = parseSync(file, text);
  const names = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ exportName: { kind, name } }) => (kind === "Default" ? ["default"] : (name ?? [])));
  return [
    ...comments
      .filter(({ value }) => switchesOff.test(value))
      .map(() => weakens("a comment that switches a check off")),
    ...[...walk(program)].flatMap(nodeMarks),
    ...names.map((name) => protects(`the export ${name}`)),
  ];
}

function nodeMarks(node: Node): readonly Mark[] {
  switch (node.type) {
    case "TSAnyKeyword":
      return [weakens("the type any")];
    case "TSNonNullExpression":
      return [weakens("a ! that nothing proves")];
    case "TSAsExpression":
    case "TSTypeAssertion":
      return isConst(node.typeAnnotation) ? [] : [weakens("a cast that nothing proves")];
    case "CatchClause":
      return node.body.body.length === 0 ? [weakens("a catch that swallows errors")] : [];
    case "ThrowStatement":
      return [protects("a throw")];
    case "CallExpression":
      return callMarks(node);
    default:
      return [];
  }
}

function isConst(type: Node): boolean {
  return (
    type.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    type.typeName.name === "const"
  );
}

const testNames = new Set(["test", "it", "describe", "suite"]);
const passedOver = new Set(["skip", "todo", "only", "fails", "skipIf", "runIf"]);

function callMarks({
  callee,
  arguments: given,
}: Extract<Node, { type: "CallExpression" }>): readonly Mark[] {
  if (callee.type === "Identifier" && testNames.has(callee.name)) return [protects("a test")];
  if (callee.type === "Identifier" && /^(?:expect|assert)$/.test(callee.name)) {
    return [
      protects("an assertion"),
      ...(given[0]?.type === "Literal" ? [weakens("an assertion about a constant")] : []),
    ];
  }
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return [];
  if (!testNames.has(callee.object.name) || callee.property.type !== "Identifier") {
    return callee.object.name === "assert" ? [protects("an assertion")] : [];
  }
  return passedOver.has(callee.property.name)
    ? [protects("a test"), weakens("a test that is passed over")]
    : [protects("a test")];
}

interface MarkPattern {
  readonly pattern: RegExp;
  readonly mark: Mark;
}

/** For files that cannot be parsed on one side: coarser, but the same on both. */
const wordPatterns: readonly MarkPattern[] = [
  { pattern: new RegExp(switchesOff, "g"), mark: weakens("a comment that switches a check off") },
  { pattern: /[:<,|&]\s*any\b|\bas\s+any\b/g, mark: weakens("the type any") },
  { pattern: /\bas\s+(?!const\b)\w/g, mark: weakens("a cast that nothing proves") },
  { pattern: /[\w)\]]!(?=[.;,)\]\s])(?!==?)/g, mark: weakens("a ! that nothing proves") },
  { pattern: /\.(?:skip|todo|only|fails)\b/g, mark: weakens("a test that is passed over") },
  { pattern: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}/g, mark: weakens("a catch that swallows errors") },
  { pattern: /\b(?:test|it|describe|suite)(?:\.\w+)?\(/g, mark: protects("a test") },
  { pattern: /\b(?:expect|assert(?:\.\w+)?)\(/g, mark: protects("an assertion") },
  { pattern: /\bthrow\b/g, mark: protects("a throw") },
  { pattern: /^export\b/gm, mark: protects("an export") },
];

const sqlPatterns: readonly MarkPattern[] = [
  { pattern: /\bcreate\s+policy\b/gi, mark: protects("a policy") },
  { pattern: /\benable\s+row\s+level\s+security\b/gi, mark: protects("row level security") },
  { pattern: /\bforce\s+row\s+level\s+security\b/gi, mark: protects("forced row level security") },
  { pattern: /\brevoke\b/gi, mark: protects("a revoke") },
  { pattern: /\bcheck\s*\(/gi, mark: protects("a check") },
  {
    pattern: /\bdisable\s+row\s+level\s+security\b/gi,
    mark: weakens("a table without row level security"),
  },
  { pattern: /\bdrop\s+policy\b/gi, mark: weakens("a dropped policy") },
  {
    pattern: /\b(?:using|check)\s*\(\s*true\s*\)/gi,
    mark: weakens("a condition that is always true"),
  },
  { pattern: /\bgrant\s+all\b/gi, mark: weakens("a grant of everything") },
  { pattern: /\bsecurity\s+definer\b/gi, mark: weakens("a function with the rights of its owner") },
];

function patternMarks(patterns: readonly MarkPattern[], text: string): readonly Mark[] {
  const code = patterns === sqlPatterns ? text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ") : text;
  return patterns.flatMap(({ pattern, mark }) => [...code.matchAll(pattern)].map(() => mark));
}
