import { parseSource, type SourceFile } from "../source-file.ts";
import { walk } from "../syntax-tree.ts";
import { applyEdits, type TextEdit } from "../text-edit.ts";
import { allLines, indentOf, lineAround, type Line } from "./lines.ts";

type Edits = readonly TextEdit[];

/** Longest file that is searched line by line; beyond it the search takes too long. */
const mostLines = 800;

/**
 * A bracket on a line of its own, where the indents say that a block ends: everything in it is indented deeper than
 * the line that opens it, and what follows is not. Where the signs that stood behind the bracket still have a line, it
 * goes in front of them. Of several places the one after which most brackets stand below the line that opens them.
 */
export function missingBracketLines(source: SourceFile): readonly Edits[] {
  const { path, text } = source;
  const lines = allLines(text);
  if (lines.length > mostLines) return [];
  let best: readonly Edits[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < lines.length && least > 0; index += 1) {
    for (const { edit, bracket } of bracketsBefore(lines, index)) {
      const parsed = parseSource(path, applyEdits(text, [edit]));
      if (!parsed.isParsed || !isIndented(parsed, bracket)) continue;
      const crooked = crookedBrackets(parsed);
      if (crooked > least) continue;
      best = crooked < least ? [[edit]] : [...best, [edit]];
      least = crooked;
    }
  }
  return best.slice(0, 2);
}

interface PutBracket {
  readonly edit: TextEdit;
  /** Where the bracket stands then. */
  readonly bracket: number;
}

/** Brackets that may be missing before a line: of the blocks that end there the innermost first. */
function bracketsBefore(lines: readonly Line[], index: number): readonly PutBracket[] {
  const line = lines[index];
  const earlier = lines.slice(0, index).filter(({ text }) => text.trim() !== "");
  const before = earlier.at(-1);
  const isEnd = index === lines.length - 1;
  if (line === undefined || before === undefined || (line.text.trim() === "" && !isEnd)) return [];
  const least = isEnd ? "" : indentOf(line.text);
  const most = indentOf(before.text).length;
  if (least.length >= most) return [];
  const indents = [...new Set([...earlier.map(({ text }) => indentOf(text)), least])]
    .filter((indent) => indent.length >= least.length && indent.length < most)
    .toSorted((left, right) => right.length - left.length);
  const place = line.start + least.length;
  const inFront = /^[;,.)\]]/.test(line.text.trim()) ? ["}", ")", "]"] : [];
  return [
    ...inFront.map((text) => ({ edit: { start: place, end: place, text }, bracket: place })),
    ...indents.flatMap((indent) =>
      ["}", "};", ")", ");", "});", "]", "];"].map((closing) => ({
        edit: { start: before.end, end: before.end, text: `\n${indent}${closing}` },
        bracket: before.end + 1 + indent.length,
      })),
    ),
  ];
}

/** Whether what the bracket at `place` closes begins on an earlier line with the same indent. */
function isIndented({ program, text }: SourceFile, place: number): boolean {
  const closing = lineAround(text, place);
  for (const node of walk(program)) {
    if (node.end !== place + 1 || node.start >= closing.start) continue;
    return indentOf(lineAround(text, node.start).text) === indentOf(closing.text);
  }
  return false;
}

/** How many brackets begin a line whose indent is not that of the line on which they open. */
function crookedBrackets({ program, text }: SourceFile): number {
  let crooked = 0;
  for (const { start, end } of walk(program)) {
    const closing = lineAround(text, end - 1);
    const isFirst = closing.start + indentOf(closing.text).length === end - 1;
    if (!isFirst || start >= closing.start || !/[[{(]/.test(text[start] ?? "")) continue;
    if (indentOf(lineAround(text, start).text) !== indentOf(closing.text)) crooked += 1;
  }
  return crooked;
}
