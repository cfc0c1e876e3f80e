import { attempts, editOf, none, notMine, type Fixer, type FixerContext } from "../fixer.ts";
import type { Finding } from "../finding.ts";
import { parseSource, type SourceFile } from "../source-file.ts";
import { syntaxCodes } from "../syntax-codes.ts";
import { applyEdits, type TextEdit } from "../text-edit.ts";
import { missingBracketLines } from "../syntax/missing-bracket-lines.ts";
import { missingTagLines } from "../syntax/missing-tag-lines.ts";
import { missingTags } from "../syntax/missing-tags.ts";
import { unescapedSigns } from "../syntax/unescaped-signs.ts";
import { surplusBracketLines } from "../syntax/surplus-bracket-lines.ts";
import { tokenEdits } from "../syntax/token-edits.ts";

/**
 * A file that cannot be read for want of one bracket, comma, quote or tag, or for one too many. Only what makes the
 * whole file readable again is tried; where the line breaks and indents say nothing, nothing is.
 */
export const brokenSyntax: Fixer = {
  name: "broken-syntax",
  codes: syntaxCodes,
  stage: "syntax",
  mustBeSure: true,
  propose: (finding, context) => {
    const { source } = context;
    if (source.isParsed) return escaped(finding, source);
    const found = candidates(finding, source).filter((edits) => isWhole(source, edits));
    return found.length === 0
      ? none("more than one bracket, quote or tag is wrong, or it is not sure where it belongs")
      : attempts(found.slice(0, mostAttempts).map((edits) => editOf(source, ...edits)));
  },
};

/** Most places that are compared by what the compiler says about them. */
const mostAttempts = 8;

type Edits = readonly TextEdit[];

function candidates(finding: Finding, source: SourceFile): readonly Edits[] {
  return [
    ...missingTagLines(source.text),
    ...missingTags(source.text, finding),
    ...unescapedSigns(source.text),
    ...missingBracketLines(source),
    ...surplusBracketLines(source.text),
    ...tokenEdits(source.text, finding),
  ];
}

function isWhole({ path, text }: FixerContext["source"], edits: Edits): boolean {
  return parseSource(path, applyEdits(text, edits)).isParsed;
}

/** Signs that mean something else in the text of an element, where another parser lets them be. */
function escaped({ code, start, end }: Finding, source: SourceFile) {
  const sign = source.text.slice(start, end);
  return (code === "TS1381" || code === "TS1382") && (sign === "}" || sign === ">")
    ? attempts([editOf(source, { start, end, text: `{"${sign}"}` })])
    : notMine;
}
