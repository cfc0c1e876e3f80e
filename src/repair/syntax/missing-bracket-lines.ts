import { parseSource, type SourceFile } from "../source-file.ts";
import { walk } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";
import { indentOf, lineAround, linesAfter } from "./lines.ts";

type Edits = readonly TextEdit[];

/** Longest file that is searched line by line; beyond it the search takes too long. */
const mostLines = 800;

/**
 * A bracket on a line of its own, where the indents say that a block ends: everything in it is indented deeper than
 * the line that opens it, and what follows is not.
 */
export function missingBracketLines(source: SourceFile): readonly Edits[] {
  const { path, text } = source;
  const lines = [lineAround(text, 0), ...linesAfter(text, lineAround(text, 0).end)];
  if (lines.length > mostLines) return [];
  const found: Edits[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines.slice(0, index).findLast(({ text: code }) => code.trim() !== "");
    const isEnd = index === lines.length - 1;
    if (before === undefined || (line.text.trim() === "" && !isEnd)) continue;
    const indents = isEnd ? [""] : [indentOf(line.text)];
    for (const indent of indents) {
      if (indentOf(before.text).length <= indent.length) continue;
      for (const closing of ["}", "};", ")", ");", "});", "]", "];"]) {
        const edit = { start: before.end, end: before.end, text: `\n${indent}${closing}` };
        const after = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
        const parsed = parseSource(path, after);
        if (parsed.isParsed && isIndented(parsed, edit.start + 1 + indent.length))
          found.push([edit]);
      }
      if (found.length > 0) return found.slice(0, 2);
    }
  }
  return found;
}

/** Whether the block that the bracket at `place` closes begins on a line with the same indent. */
function isIndented({ program, text }: SourceFile, place: number): boolean {
  for (const node of walk(program)) {
    if (node.end !== place + 1) continue;
    const [opening, closing] = [lineAround(text, node.start), lineAround(text, place)];
    if (opening.start === closing.start) continue;
    return indentOf(opening.text) === indentOf(closing.text);
  }
  return false;
}
