import type { Finding } from "../finding.ts";
import type { TextEdit } from "../text-edit.ts";
import { indentOf, lineAround, linesAfter } from "./lines.ts";

type Edits = readonly TextEdit[];

/** Elements of HTML that have no content. */
const empty = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/** Closing tags that are missing or belong to another element. */
export function missingTags(
  text: string,
  { code, message, start, end }: Finding,
): readonly Edits[] {
  const name = /(?:JSX element|closing tag for) '([^']+)'/.exec(message)?.[1];
  if (code === "TS17014") return closedTag(text, { name: "", start });
  if (name === undefined) return [];
  if (code === "TS17008") return closedTag(text, { name, start });
  if (code !== "TS17002") return [];
  // Either the tag is misspelt, or the one before it is missing.
  const tag = text.lastIndexOf("</", start);
  return [
    [{ start, end, text: name }],
    ...(tag === -1 ? [] : [[{ start: tag, end: tag, text: `</${name}>` }]]),
    ...closedTag(text, { name, start: text.lastIndexOf(`<${name}`, start) + 1 }),
  ];
}

function closedTag(
  text: string,
  { name, start }: { name: string; start: number },
): readonly Edits[] {
  const close = text.indexOf(">", start);
  if (close === -1) return [];
  const itself: Edits = [{ start: close, end: close, text: text[close - 1] === " " ? "/" : " /" }];
  if (empty.test(name)) return [itself];
  const line = lineAround(text, start);
  const indent = indentOf(line.text);
  const next = linesAfter(text, line.end).find(({ text: code }) => code.trim() !== "");
  if (next !== undefined && indentOf(next.text).length <= indent.length) {
    const last = line.start + line.text.trimEnd().length;
    return [[{ start: last, end: last, text: `</${name}>` }], itself];
  }
  const dedents = linesAfter(text, line.end).filter(
    ({ text: code }) =>
      code.trim() !== "" &&
      indentOf(code).length <= indent.length &&
      // The opening tag itself may be written over several lines.
      !/^\s*\/?>/.test(code),
  );
  const closed = dedents
    .slice(0, 2)
    .map((dedent): Edits => [
      { start: dedent.start, end: dedent.start, text: `${indent}</${name}>\n` },
    ]);
  return [...closed, itself];
}
