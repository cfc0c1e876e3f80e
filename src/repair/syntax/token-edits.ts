import type { Finding } from "../finding.ts";
import { wholeLines } from "../import-edits.ts";
import type { TextEdit } from "../text-edit.ts";
import { indentOf, lineAround } from "./lines.ts";

type Edits = readonly TextEdit[];

const tokens = [")", "]", "}", ",", ";", ":", "=>", ">"];

/**
 * Single tokens put in or taken out where the compiler stumbles: first the one it expects, then the other brackets.
 * Which of them make sense is for the caller to find out.
 */
export function tokenEdits(text: string, { code, message, start, end }: Finding): readonly Edits[] {
  if (code === "TS1002" || code === "TS1160") return closedQuotes(text, start);
  const sign = text.slice(start, end);
  const escape: readonly Edits[] =
    (code === "TS1381" || code === "TS1382") && /^[}>]$/.test(sign)
      ? [[{ start, end, text: `{"${sign}"}` }]]
      : [];
  const expected = /^'(.+)' expected\.$/.exec(message)?.[1];
  const order = [...tokens].toSorted(
    (left, right) => Number(right === expected) - Number(left === expected),
  );
  const before = text.slice(0, start).trimEnd().length;
  const put = order.map((token): Edits => [
    { start: before, end: before, text: spaced(token, text[before]) },
  ]);
  const listEnd = expected === ")" ? behindList(text, before) : null;
  const behind: readonly Edits[] =
    listEnd === null ? [] : [[{ start: listEnd, end: listEnd, text: ")" }]];
  const earlier = order
    .filter((token) => token === ")" || token === "]")
    .flatMap((token) =>
      [...earlierPlaces(text, before), ...placesBehindOpening(text, { before, token })].map(
        (at): Edits => [{ start: at, end: at, text: token }],
      ),
    );
  const taken: readonly Edits[] = /^[)\]},;]$/.test(text.slice(start, start + 1))
    ? [[{ ...wholeLines(text, { start, end: start + 1 }), text: "" }]]
    : [];
  // "Declaration or statement expected" is what a bracket too many is called.
  return code === "TS1128"
    ? [...escape, ...taken, ...behind, ...put, ...earlier]
    : [...escape, ...behind, ...put, ...earlier, ...taken];
}

/**
 * Behind a list that ends right before an opening bracket, though it is what a function is called with: `each([` and,
 * with the same indent, `](name`. Null where there is none.
 */
function behindList(text: string, before: number): number | null {
  const found = [...text.slice(0, before).matchAll(/^([ \t]*)\](?=\()/gm)].at(-1);
  if (found === undefined) return null;
  const [sign, indent = ""] = found;
  const opening = text
    .slice(0, found.index)
    .split("\n")
    .findLast((line) => line.trim() !== "" && indentOf(line) === indent);
  return opening?.endsWith("([") === true ? found.index + sign.length : null;
}

/** Where a closing bracket may have stood in the line: behind another one, or before a dot, comma or operator. */
function earlierPlaces(text: string, before: number): readonly number[] {
  const start = text.lastIndexOf("\n", before - 1) + 1;
  const line = text.slice(start, before);
  // A list that was closed in front of "as const".
  if (/^\s+as$/.test(line)) return [start + line.length - " as".length];
  return [...line.matchAll(/[\w"'`)\]](?=[.,)\]]| (?:=|!|<|>|&|\||\?|\+|-|\*|as\b))/g)]
    .map(({ index }) => start + index + 1)
    .toReversed();
}

/** Where the bracket that is not closed may have been closed in the line on which it opens, last place first. */
function placesBehindOpening(
  text: string,
  { before, token }: { readonly before: number; readonly token: string },
): readonly number[] {
  const at = unclosedBracket(text.slice(0, before), token === "]" ? "[" : "(");
  if (at === null) return [];
  const { end } = lineAround(text, at);
  if (end > before) return [];
  const line = text.slice(at, end);
  return [...line.matchAll(/[\w"'`)\]}](?=[.,)\]]|$)/g)]
    .map(({ index }) => at + index + 1)
    .toReversed();
}

/**
 * Where a bracket opens that is not closed in the code: one whose closing bracket would begin a line with another
 * indent, else the last one that is still open. Null when there is none of that sign.
 */
function unclosedBracket(code: string, sign: string): number | null {
  const open: { readonly sign: string; readonly at: number }[] = [];
  for (const { 0: found, index } of code.matchAll(
    /"[^"\n]*"|'[^'\n]*'|`[^`]*`|\/\/[^\n]*|[()[\]{}]/g,
  )) {
    if (/^[([{]$/.test(found)) open.push({ sign: found, at: index });
    if (!/^[)\]}]$/.test(found)) continue;
    const last = open.pop();
    const line = lineAround(code, index);
    const isFirst = indentOf(line.text).length === index - line.start;
    if (last?.sign !== sign || !isFirst || last.at >= line.start) continue;
    if (indentOf(lineAround(code, last.at).text) !== indentOf(line.text)) return last.at;
  }
  return open.findLast((bracket) => bracket.sign === sign)?.at ?? null;
}

function spaced(token: string, next: string | undefined): string {
  if (token === "=>") return " =>";
  return token === ":" && next !== " " ? ": " : token;
}

/** The end of a text that was forgotten: before the brackets and signs that end its line, as many as possible. */
function closedQuotes(text: string, at: number): readonly Edits[] {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at) === -1 ? text.length : text.indexOf("\n", at);
  const line = text.slice(lineStart, lineEnd);
  const trail = /[;,)\]}>\s]*$/.exec(line)?.[0] ?? "";
  const places = Array.from(
    { length: trail.length + 1 },
    (_, index) => lineEnd - trail.length + index,
  );
  return ['"', "'", "`"]
    .filter((quote) => line.includes(quote))
    .flatMap((quote) => places.map((place): Edits => [{ start: place, end: place, text: quote }]));
}
