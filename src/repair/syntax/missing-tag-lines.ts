import type { TextEdit } from "../text-edit.ts";
import { allLines, indentOf, type Line } from "./lines.ts";

type Edits = readonly TextEdit[];

/** Begins an element or a fragment, for which the name is empty. */
const opening = /^<([A-Za-z][\w.]*|(?=>))/;

/**
 * A closing tag on a line of its own, where the indents say that an element ends: its opening tag begins a line, and the
 * next line that is not indented deeper is not its closing tag. Which element the parser names depends on what stands
 * behind it; this does not.
 */
export function missingTagLines(text: string): readonly Edits[] {
  const lines = allLines(text).filter((line) => line.text.trim() !== "");
  return lines.flatMap((line, index) => {
    const name = opening.exec(line.text.trimStart())?.[1];
    if (name === undefined || line.text.trimEnd().endsWith("/>")) return [];
    const indent = indentOf(line.text);
    const closing = `</${name}>`;
    if (line.text.includes(closing)) return [];
    const end = lineBehind(lines.slice(index + 1), indent);
    if (end === undefined || end.text.startsWith(`${indent}/>`)) return [];
    if (end.text.startsWith(indent + closing)) return [];
    return [[{ start: end.start, end: end.start, text: `${indent}${closing}\n` }]];
  });
}

/** The first line that is not indented deeper and is not the end of an opening tag over several lines. */
function lineBehind(lines: readonly Line[], indent: string): Line | undefined {
  return lines.find(
    ({ text }) => indentOf(text).length <= indent.length && !text.startsWith(`${indent}>`),
  );
}
