import { parseSource, type SourceFile } from "../source-file.ts";
import { applyEdits, type TextEdit } from "../text-edit.ts";
import { crookedBrackets } from "./crooked-brackets.ts";
import { allLines, mostLines } from "./lines.ts";

type Edits = readonly TextEdit[];

/**
 * A line of closing brackets without which the file can be read, and all brackets that begin a line stand below the
 * line that opens them. The compiler stumbles only where the file ends, or where a bracket is left over.
 */
export function surplusBracketLines({ path, text }: SourceFile): readonly Edits[] {
  const lines = allLines(text);
  if (lines.length > mostLines) return [];
  return lines
    .filter((line) => /^\s*[)\]}]+[;,]?\s*$/.test(line.text))
    .map(({ start, end }): Edits => [{ start, end: Math.min(end + 1, text.length), text: "" }])
    .filter((edits) => {
      const parsed = parseSource(path, applyEdits(text, edits));
      return parsed.isParsed && crookedBrackets(parsed) === 0;
    });
}
