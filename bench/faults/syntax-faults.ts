import type { Node } from "oxc-parser";
import type { SourceFile } from "../../src/repair/source-file.ts";
import { walk } from "../../src/repair/syntax-tree.ts";
import { fault, kind, misspelt, type Fault, type FaultKind } from "./fault-kind.ts";

function ofNodes(source: SourceFile, faults: (node: Node) => readonly Fault[]): readonly Fault[] {
  return [...walk(source.program)].flatMap(faults);
}

/** A sign at the end of a node that goes missing. */
function lostEnd(source: SourceFile, types: readonly string[], sign: string): readonly Fault[] {
  return ofNodes(source, ({ type, end }) =>
    types.includes(type) && source.text[end - 1] === sign
      ? [fault({ start: end - 1, end, text: "" })]
      : [],
  );
}

/** Faults after which a file cannot be read. */
export const syntaxFaults: readonly FaultKind[] = [
  kind("round-bracket-lost", (source) => lostEnd(source, ["CallExpression"], ")")),
  kind("square-bracket-lost", (source) => lostEnd(source, ["ArrayExpression"], "]")),
  kind("brace-lost", (source) =>
    ofNodes(source, ({ type, start, end }) => {
      const line = source.text.lastIndexOf("\n", end - 1) + 1;
      const isAlone = /^\s*\}\n$/.test(source.text.slice(line, end + 1));
      return type === "BlockStatement" && isAlone && source.text.slice(start, end).includes("\n")
        ? [fault({ start: line, end: end + 1, text: "" })]
        : [];
    }),
  ),
  kind("brace-too-many", (source) =>
    ofNodes(source, ({ type, end }) =>
      type === "FunctionDeclaration" && source.text[end] === "\n"
        ? [fault({ start: end, end, text: "\n}" })]
        : [],
    ),
  ),
  kind("comma-lost", (source) =>
    ofNodes(source, ({ type, end }) =>
      type === "Property" &&
      source.text[end] === "," &&
      /^,\s*\w/.test(source.text.slice(end, end + 40))
        ? [fault({ start: end, end: end + 1, text: "" })]
        : [],
    ),
  ),
  kind("quote-lost", (source) =>
    ofNodes(source, (node) =>
      node.type === "Literal" &&
      typeof node.value === "string" &&
      /^[);,\]}]*\n/.test(source.text.slice(node.end, node.end + 6)) &&
      !source.around(node).some(({ type }) => type === "JSXAttribute")
        ? [fault({ start: node.end - 1, end: node.end, text: "" })]
        : [],
    ),
  ),
  kind("closing-tag-lost", (source) =>
    ofNodes(source, (node) => {
      if (node.type !== "JSXElement" || node.closingElement === null) return [];
      const { start, end } = node.closingElement;
      const line = source.text.lastIndexOf("\n", start - 1) + 1;
      const isAlone = source.text.slice(line, start).trim() === "" && source.text[end] === "\n";
      return isAlone ? [fault({ start: line, end: end + 1, text: "" })] : [];
    }),
  ),
  kind("closing-tag-misspelt", (source) =>
    ofNodes(source, (node) => {
      if (node.type !== "JSXElement" || node.closingElement === null) return [];
      const { name } = node.closingElement;
      const text = name.type === "JSXIdentifier" ? misspelt(name.name) : null;
      return text === null ? [] : [fault({ start: name.start, end: name.end, text })];
    }),
  ),
  kind("sign-not-escaped", (source) =>
    ofNodes(source, ({ type, start, end }) => {
      const text = source.text.slice(start, end);
      const at = /\w \w/.exec(text);
      if (type !== "JSXText" || at === null) return [];
      const place = start + at.index + 1;
      return [fault({ start: place, end: place, text: " >" })];
    }),
  ),
];
