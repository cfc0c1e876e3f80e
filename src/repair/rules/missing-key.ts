import type { JSXElement, Node } from "oxc-parser";
import { isFunction, walk, type FunctionNode } from "../syntax-tree.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";

/** Elements of a list that React cannot tell apart. */
export const missingKey: FileRule = {
  code: "react/missing-key",
  find: ({ program }) => [...walk(program)].flatMap(placesOf),
};

/** The element that a list shows for each of its items. */
export function listedElement(node: Node): JSXElement | null {
  const callback = mapCallback(node);
  const element = callback === null ? null : shownBy(callback);
  return element?.type === "JSXElement" ? element : null;
}

function placesOf(node: Node): readonly RulePlace[] {
  const element = listedElement(node);
  if (element === null) return [];
  const { attributes, name } = element.openingElement;
  const hasKey = attributes.some(
    (attribute) =>
      attribute.type === "JSXSpreadAttribute" ||
      (attribute.name.type === "JSXIdentifier" && attribute.name.name === "key"),
  );
  if (hasKey) return [];
  return [{ start: name.start, end: name.end, message: "An element of a list has no key." }];
}

/** The function that makes an element of each item: `list.map((item) => <li />)`. */
export function mapCallback(node: Node): FunctionNode | null {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return null;
  const { property } = node.callee;
  if (property.type !== "Identifier" || !/^(?:map|flatMap)$/.test(property.name)) return null;
  const [callback] = node.arguments;
  return callback !== undefined && isFunction(callback) ? callback : null;
}

/** What a function gives when it does nothing else. */
function shownBy({ body }: FunctionNode): Node | null {
  if (body === null) return null;
  if (body.type !== "BlockStatement") return bare(body);
  const last = body.body.at(-1);
  return last?.type === "ReturnStatement" && last.argument !== null ? bare(last.argument) : null;
}

function bare(node: Node): Node {
  return node.type === "ParenthesizedExpression" ? bare(node.expression) : node;
}
