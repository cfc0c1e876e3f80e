import { wholeLines } from "./import-edits.ts";
import type { SourceFile } from "./source-file.ts";
import type { Span } from "./syntax-tree.ts";

/** A statement with all that goes with it: its lines, the comment right above, and one of two empty lines around it. */
export function statementSpan(source: SourceFile, node: Span): Span {
  const { text } = source;
  const { end, ...lines } = wholeLines(text, node);
  let { start } = lines;
  for (const comment of source.comments.toReversed()) {
    if (comment.end > start || text.slice(comment.end, start).trim() !== "") continue;
    const isRightAbove = (text.slice(comment.end, start).match(/\n/g) ?? []).length === 1;
    const above = wholeLines(text, comment);
    if (!isRightAbove || above.start === comment.end) break;
    if (text.slice(above.start, comment.start).trim() !== "") break;
    start = above.start;
  }
  const isAfterGap = start === 0 || text.slice(0, start).endsWith("\n\n");
  return isAfterGap && text[end] === "\n" ? { start, end: end + 1 } : { start, end };
}
