import type { Node } from "oxc-parser";
import { referencesTo } from "../../src/repair/references.ts";
import type { SourceFile } from "../../src/repair/source-file.ts";
import { listedElement } from "../../src/repair/rules/missing-key.ts";
import { walk } from "../../src/repair/syntax-tree.ts";
import { fault, kind, misspelt, type Fault, type FaultKind } from "./fault-kind.ts";

const nodes = (source: SourceFile): readonly Node[] => [...walk(source.program)];

function each<Type extends Node["type"]>(
  source: SourceFile,
  type: Type,
  faults: (node: Extract<Node, { type: Type }>) => readonly Fault[],
): readonly Fault[] {
  const isWanted = (node: Node): node is Extract<Node, { type: Type }> => node.type === type;
  return nodes(source).filter(isWanted).flatMap(faults);
}

/** Faults in how names are written, and what is there that nobody needs. */
export const nameFaults: readonly FaultKind[] = [
  kind("import-name-misspelt", (source) =>
    each(source, "ImportSpecifier", ({ imported, local }) => {
      if (imported.type !== "Identifier" || imported.name !== local.name) return [];
      const name = misspelt(imported.name);
      if (name === null) return [];
      const places = referencesTo(source, local.name);
      if (places.some(({ isShorthand }) => isShorthand)) return [];
      return [fault(...places.map(({ start, end }) => ({ start, end, text: name })))];
    }),
  ),
  kind("variable-misspelt", (source) =>
    each(source, "VariableDeclarator", ({ id }) => {
      const name = id.type === "Identifier" ? misspelt(id.name) : null;
      if (id.type !== "Identifier" || name === null) return [];
      const uses = referencesTo(source, id.name).filter(
        ({ start, isShorthand }) => start !== id.start && !isShorthand,
      );
      return uses.slice(0, 1).map(({ start, end }) => fault({ start, end, text: name }));
    }),
  ),
  kind("property-misspelt", (source) =>
    each(source, "MemberExpression", ({ property, computed }) => {
      const name = property.type === "Identifier" ? misspelt(property.name) : null;
      return computed || name === null
        ? []
        : [fault({ start: property.start, end: property.end, text: name })];
    }),
  ),
  kind("attribute-misspelt", (source) =>
    each(source, "JSXAttribute", ({ name }) => {
      const text =
        name.type === "JSXIdentifier" && !name.name.includes("-") ? misspelt(name.name) : null;
      return text === null ? [] : [fault({ start: name.start, end: name.end, text })];
    }),
  ),
  kind("attribute-of-html", (source) =>
    each(source, "JSXAttribute", ({ name }) => {
      const text = { className: "class", htmlFor: "for", onClick: "onclick", tabIndex: "tabindex" }[
        name.type === "JSXIdentifier" ? name.name : ""
      ];
      return text === undefined ? [] : [fault({ start: name.start, end: name.end, text })];
    }),
  ),
  kind("literal-misspelt", (source) =>
    each(source, "JSXAttribute", ({ name, value }) => {
      if (name.type !== "JSXIdentifier" || !/^(?:variant|size|type)$/.test(name.name)) return [];
      if (value?.type !== "Literal" || typeof value.value !== "string") return [];
      const text = misspelt(value.value);
      return text === null
        ? []
        : [fault({ start: value.start, end: value.end, text: `"${text}"` })];
    }),
  ),
  kind("variable-unused", (source) =>
    each(source, "VariableDeclaration", ({ start, end }) => {
      const line = source.text.slice(source.text.lastIndexOf("\n", start - 1) + 1, start);
      return /^\s+$/.test(line) && source.text[end] === "\n"
        ? [fault({ start: end, end, text: `\n${line}const leftOver = 1;` })]
        : [];
    }),
  ),
  kind("attribute-twice", (source) =>
    each(source, "JSXAttribute", ({ start, end, value }) =>
      value === null ? [] : [fault({ start: end, end, text: ` ${source.text.slice(start, end)}` })],
    ),
  ),
  kind("key-of-object-twice", (source) =>
    each(source, "ObjectExpression", ({ properties }) => {
      const [first] = properties;
      if (first?.type !== "Property" || first.shorthand || first.method) return [];
      const text = `, ${source.text.slice(first.start, first.end)}`;
      return [fault({ start: first.end, end: first.end, text })];
    }),
  ),
  kind("list-key-removed", (source) =>
    each(source, "JSXAttribute", ({ name, start, end, value }) => {
      if (name.type !== "JSXIdentifier" || name.name !== "key") return [];
      const code = value === null ? "" : source.text.slice(value.start, value.end);
      // A key elsewhere makes an element anew when it changes: nobody can tell that it is gone.
      const element = source.around({ start, end }).findLast(({ type }) => type === "JSXElement");
      const isListed = nodes(source).some((node) => {
        const shown = listedElement(node);
        return shown !== null && shown === element;
      });
      if (!isListed) return [];
      return /\bid\}|^\{\w+\}$/.test(code) ? [fault({ start: start - 1, end, text: "" })] : [];
    }),
  ),
];
