import type { Expression, Node } from "oxc-parser";
import type { Span } from "./syntax-tree.ts";
import type { SourceFile } from "./source-file.ts";
import type { TextEdit } from "./text-edit.ts";

/** A value that has the wrong type, and whether it stands in an attribute without braces. */
export interface WrongValue {
  readonly node: Expression;
  readonly isBareAttribute: boolean;
  /** The key that the value also is: `{ name }`. */
  readonly shorthand: string | null;
}

/**
 * The value that a finding about types is about: compilers point at the name that gets it, at the whole statement or
 * at the value itself. Null where it is not clear.
 */
export function valueAt(source: SourceFile, { start, end }: Span): WrongValue | null {
  const around = source.around({ start, end });
  const node = around.at(-1);
  const parent = around.at(-2);
  if (node === undefined) return null;
  const inner =
    valueOf(node, { start, end }) ??
    (parent === undefined ? null : valueOf(parent, { start, end }));
  if (inner !== null || !isExpression(node)) return inner;
  const isShorthand = parent?.type === "Property" && parent.shorthand;
  const shorthand = isShorthand && node.type === "Identifier" ? node.name : null;
  return { node, isBareAttribute: false, shorthand };
}

function valueOf(
  node: Node,
  place: { readonly start: number; readonly end: number },
): WrongValue | null {
  const plain = (value: Expression | null): WrongValue | null =>
    value === null ? null : { node: value, isBareAttribute: false, shorthand: null };
  const isAt = (part: Node) => part.start <= place.start && part.end >= place.end;
  switch (node.type) {
    case "VariableDeclarator":
      return isAt(node.id) ? plain(node.init) : null;
    case "Property":
      return isAt(node.key) && !node.shorthand && isExpression(node.value)
        ? plain(node.value)
        : null;
    case "PropertyDefinition":
      return isAt(node.key) ? plain(node.value) : null;
    case "AssignmentExpression":
      return isAt(node.left) ? plain(node.right) : null;
    case "ReturnStatement":
      return plain(node.argument);
    case "JSXAttribute": {
      const { value } = node;
      if (value === null) return null;
      if (value.type === "Literal") return { node: value, isBareAttribute: true, shorthand: null };
      if (value.type !== "JSXExpressionContainer") return null;
      return isExpression(value.expression) ? plain(value.expression) : null;
    }
    case "JSXExpressionContainer":
      return isExpression(node.expression) ? plain(node.expression) : null;
    default:
      return null;
  }
}

function isExpression(node: Node): node is Expression {
  return (
    /Expression$|^(?:Identifier|Literal|TemplateLiteral)$/.test(node.type) &&
    node.type !== "JSXEmptyExpression"
  );
}

/** Kinds of values that an operator may follow without brackets. */
const tight = new Set([
  "Identifier",
  "Literal",
  "TemplateLiteral",
  "MemberExpression",
  "CallExpression",
  "ChainExpression",
  "ArrayExpression",
  "ParenthesizedExpression",
  "ThisExpression",
]);

/** The code of a value, in brackets where something before or behind it would tear it apart. */
export function tightCode(source: SourceFile, node: Expression): string {
  const code = source.text.slice(node.start, node.end);
  return tight.has(node.type) ? code : `(${code})`;
}

/** Writes other code in the place of a value; in an attribute without braces it gets them. */
export function replaceValue(
  { node, isBareAttribute, shorthand }: WrongValue,
  code: string,
): TextEdit {
  const text = isBareAttribute ? `{${code}}` : shorthand === null ? code : `${shorthand}: ${code}`;
  return { start: node.start, end: node.end, text };
}
