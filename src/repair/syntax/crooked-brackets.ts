import type { SourceFile } from "../source-file.ts";
import { walk } from "../syntax-tree.ts";
import { indentOf, lineAround } from "./lines.ts";

/** How many brackets begin a line whose indent is not that of the line on which they open. */
export function crookedBrackets({ program, text }: SourceFile): number {
  let crooked = 0;
  for (const { start, end } of walk(program)) {
    const closing = lineAround(text, end - 1);
    const isFirst = closing.start + indentOf(closing.text).length === end - 1;
    if (!isFirst || start >= closing.start || !/[[{(]/.test(text[start] ?? "")) continue;
    if (indentOf(lineAround(text, start).text) !== indentOf(closing.text)) crooked += 1;
  }
  return crooked;
}
