import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../syntax-tree.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";

/** Hooks that are not called at every rendering. */
export const conditionalHook: FileRule = {
  code: "react/conditional-hook",
  find: ({ program, path }) => (/\.[jt]sx$/.test(path) ? visit(program, false) : []),
};

/** The parts of a node that do not always run. */
function branchesOf(node: Node): readonly (Node | null)[] {
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.right];
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return [node.body];
    case "SwitchCase":
      return node.consequent;
    case "CatchClause":
      return [node.body];
    default:
      return [];
  }
}

function visit(node: Node, isInBranch: boolean): readonly RulePlace[] {
  const name = hookOf(node);
  const found: readonly RulePlace[] =
    name !== null && isInBranch
      ? [{ start: node.start, end: node.end, message: `${name} is not called at every rendering.` }]
      : [];
  // A function of its own is rendered for itself; what it does is judged from its own beginning.
  const inner = isFunction(node) ? false : isInBranch;
  const branches = new Set(branchesOf(node));
  const below = childrenOf(node).flatMap((child) => visit(child, inner || branches.has(child)));
  return [...found, ...below];
}

/** `use` itself may be called anywhere. */
function hookOf(node: Node): string | null {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return null;
  return /^use[A-Z]/.test(node.callee.name) ? node.callee.name : null;
}
