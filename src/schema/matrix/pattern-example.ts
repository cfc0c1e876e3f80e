import { parsePattern, type PatternNode } from "./parse-pattern.ts";

export interface ExampleRequest {
  readonly pattern: string;
  /** Characters, inclusive. */
  readonly min: number;
  readonly max: number;
  /** Different numbers give different examples, as far as the pattern has them. */
  readonly variant: number;
}

/** The length that examples have where the pattern leaves it open, in characters. */
const usualLength = 8;

/** A text that matches the pattern, or null when we know none: the syntax is outside what we read, or no length fits. */
export function patternExample({ pattern, min, max, variant }: ExampleRequest): string | null {
  const { node: parsed } = readPattern(pattern);
  if (parsed === null) return null;
  const node = isOpenEnded(parsed) ? withTail(parsed) : parsed;
  const target = Math.max(min, Math.min(max, usualLength));
  const draft: Draft = { slots: [], rest: variant, missing: target - shortestLength(node) };
  if (!expand(node, draft)) return null;
  const text = fill(draft);
  const { length } = [...text];
  return length >= min && length <= max && matchesPattern(pattern, text) === true ? text : null;
}

/** Whether a text matches; null when the pattern is outside what we read. */
export function matchesPattern(pattern: string, text: string): boolean | null {
  return readPattern(pattern).expression?.test(text) ?? null;
}

interface PatternReading {
  readonly node: PatternNode | null;
  readonly expression: RegExp | null;
}

/** An app has few patterns, and asks for many examples of each. */
const readings = new Map<string, PatternReading>();

function readPattern(pattern: string): PatternReading {
  const known = readings.get(pattern);
  if (known !== undefined) return known;
  const node = parsePattern(pattern);
  const expression = node === null ? null : new RegExp(sourceOf(node), "u");
  const reading = { node, expression };
  readings.set(pattern, reading);
  return reading;
}

/** Whether more characters may follow a match. */
function isOpenEnded(node: PatternNode): boolean {
  return node.kind === "sequence" && node.items.at(-1)?.kind !== "end";
}

function withTail(node: PatternNode): PatternNode {
  const tail: PatternNode = {
    kind: "characters",
    allowed: [..."abcdefghijklmnopqrstuvwxyz0123456789"],
  };
  return {
    kind: "sequence",
    items: [node, { kind: "repeat", item: tail, least: 0, most: Infinity }],
  };
}

interface Draft {
  /** The characters that each place may have. */
  readonly slots: (readonly string[])[];
  /** What is left of the variant number after choices took their part. */
  rest: number;
  /** Characters that repetitions should still add. */
  missing: number;
}

/** Appends the places of one node; false when it cannot be satisfied. */
function expand(node: PatternNode, draft: Draft): boolean {
  switch (node.kind) {
    case "start":
      return draft.slots.length === 0;
    case "end":
      return true;
    case "characters":
      draft.slots.push(node.allowed);
      return true;
    case "sequence":
      return node.items.every((item) => expand(item, draft));
    case "choice": {
      const chosen = node.options[draft.rest % node.options.length];
      draft.rest = Math.floor(draft.rest / node.options.length);
      return chosen !== undefined && expand(chosen, draft);
    }
    case "repeat": {
      const unit = Math.max(1, shortestLength(node.item));
      const more = Math.min(node.most - node.least, Math.floor(Math.max(0, draft.missing) / unit));
      draft.missing -= more * unit;
      return Array.from({ length: node.least + more }).every(() => expand(node.item, draft));
    }
  }
}

function shortestLength(node: PatternNode): number {
  switch (node.kind) {
    case "start":
    case "end":
      return 0;
    case "characters":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + shortestLength(item), 0);
    case "choice":
      return Math.min(...node.options.map(shortestLength));
    case "repeat":
      return node.least * shortestLength(node.item);
  }
}

/** The same places of a pattern are filled again and again. */
const alphabets = new WeakMap<readonly string[], readonly string[]>();

/** Examples must also differ where case does not count. */
function alphabetOf(allowed: readonly string[]): readonly string[] {
  return allowed.filter(
    (character) =>
      character === character.toLowerCase() || !allowed.includes(character.toLowerCase()),
  );
}

/** Writes the variant number into the places from the right, each place a digit in its own alphabet. */
function fill({ slots, rest }: Draft): string {
  let number = rest;
  return slots
    .toReversed()
    .map((allowed) => {
      const alphabet = alphabets.get(allowed) ?? alphabetOf(allowed);
      alphabets.set(allowed, alphabet);
      const character = alphabet[number % alphabet.length] ?? "";
      number = Math.floor(number / alphabet.length);
      return character;
    })
    .toReversed()
    .join("");
}

function sourceOf(node: PatternNode): string {
  switch (node.kind) {
    case "start":
      return "^";
    case "end":
      return "$";
    case "characters":
      return `[${node.allowed.map((character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join("")}]`;
    case "sequence":
      return node.items.map(sourceOf).join("");
    case "choice":
      return `(?:${node.options.map(sourceOf).join("|")})`;
    case "repeat":
      return `(?:${sourceOf(node.item)}){${node.least},${node.most === Infinity ? "" : node.most}}`;
  }
}
