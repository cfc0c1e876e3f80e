import { compareText } from "../core/compare-text.ts";
import type { Attempt, FileFix } from "./fixer.ts";
import type { TextEdit } from "./text-edit.ts";

/** Words of the language, which say nothing about a project. */
const keywords = new Set(
  "as async await const default export from function import key let null override ref return type undefined use client void".split(
    " ",
  ),
);

/** Most characters of what an edit puts in. */
const longestText = 16;
const longestShape = 80;

/**
 * What an attempt does, in words that say nothing about the project, so that it is known again in another one:
 * `adds ","`, `replaces by _ in another file`. Every name is `_`, every path and text is `"_"`. At most 80 characters.
 * @param file of the finding
 */
export function attemptShape(file: string, { fixes }: Attempt): string {
  const shapes = fixes.map((fix) => shapeOf(file, fix));
  return [...new Set(shapes)].toSorted(compareText).join("; ").slice(0, longestShape);
}

function shapeOf(file: string, fix: FileFix): string {
  if (fix.kind === "create") return "makes a file";
  if (fix.kind === "rename") return "renames the file";
  const edits = [...new Set(fix.edits.map(editShape))].toSorted(compareText).join(", ");
  return fix.path === file ? edits : `${edits} in another file`;
}

function editShape({ start, end, text }: TextEdit): string {
  if (text === "") return "removes";
  return `${start === end ? "adds" : "replaces by"} ${plainCode(text)}`;
}

function plainCode(code: string): string {
  const plain = code
    .trim()
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, '"_"')
    .replace(/[\p{L}\p{N}$_]+/gu, (word) => (keywords.has(word) ? word : "_"))
    .replace(/\s+/g, " ")
    .replace(/[^ -~]/g, "_");
  return plain.length > longestText ? "_" : plain;
}
