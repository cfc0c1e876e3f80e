import type { TextEdit } from "../text-edit.ts";
import { allLines, indentOf, type Line } from "./lines.ts";

type Edits = readonly TextEdit[];

const onlyClosing = /^\s*[)\]}]+[;,]?\s*$/;

/**
 * A line of closing brackets too many: by the indents it closes nothing, as what stands above it with its indent ends
 * something too. One of these two lines goes, the later one first. The compiler only says where a bracket is left over,
 * which may be far below.
 */
export function surplusBracketLines(text: string): readonly Edits[] {
  const lines = allLines(text).filter((line) => line.text.trim() !== "");
  const surplus = lines.flatMap((line, index): readonly Line[] => {
    if (!onlyClosing.test(line.text)) return [];
    const most = indentOf(line.text).length;
    const above = lines.slice(0, index).findLast((one) => indentOf(one.text).length <= most);
    if (above === undefined) return [line];
    if (/[([{]$/.test(above.text.trimEnd())) return [];
    return onlyClosing.test(above.text) ? [line, above] : [line];
  });
  return surplus.map(({ start, end }): Edits => [
    { start, end: Math.min(end + 1, text.length), text: "" },
  ]);
}
