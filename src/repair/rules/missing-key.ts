import type { Node } from "oxc-parser";
import { isFunction, walk, type FunctionNode } from "../syntax-tree.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";

/** Elements of a list that React cannot tell apart. */
export const missingKey: FileRule = {
  code: "react/missing-key",
  find: ({ program }) => [...walk(program)].flatMap(placesOf),
};

function placesOf(node: Node): readonly RulePlace[] {
  const callback = mapCallback(node);
  if (callback === null) return [];
  const element = shownBy(callback);
  if (element?.type !== "JSXElement") return [];
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
