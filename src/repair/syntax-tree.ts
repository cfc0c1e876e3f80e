import {
  visitorKeys,
  type ArrowFunctionExpression,
  type Function as FunctionSyntax,
  type Node,
} from "oxc-parser";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value: unknown = Reflect.get(node, key);
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

/** The nodes around a place, outermost first; the last one is the smallest that holds all of it. */
export function nodesAround(root: Node, { start, end }: Span): readonly Node[] {
  const around = [root];
  for (let node: Node | undefined = root; node !== undefined;) {
    node = childrenOf(node).find((child) => child.start <= start && child.end >= end);
    if (node !== undefined) around.push(node);
  }
  return around;
}

/** The innermost node of the given kinds around a place, or null. */
export function closest<Type extends Node["type"]>(
  around: readonly Node[],
  ...types: readonly Type[]
): Extract<Node, { type: Type }> | null {
  const isWanted = (node: Node): node is Extract<Node, { type: Type }> =>
    types.some((type) => type === node.type);
  return around.findLast(isWanted) ?? null;
}

/** Every node below and including a node, parents first. */
export function* walk(root: Node): Generator<Node> {
  yield root;
  for (const child of childrenOf(root)) yield* walk(child);
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type FunctionNode = ArrowFunctionExpression | FunctionSyntax;

/** The innermost function whose body or parameters hold the place, or null at the top of a file. */
export function functionAround(around: readonly Node[]): FunctionNode | null {
  return around.findLast(isFunction) ?? null;
}

export function isFunction(node: Node): node is FunctionNode {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return true;
    default:
      return false;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** What a function calls itself, or else the constant that it is given to; null for neither. */
export function functionName(node: FunctionNode, parent: Node | undefined): string | null {
  if (node.type !== "ArrowFunctionExpression" && node.id !== null) return node.id.name;
  return declaredName(node, parent);
}

/** The name by which the rest of the file calls a function; null for one that is handed on at once. */
export function declaredName(node: Node, parent: Node | undefined): string | null {
  const id =
    parent?.type === "VariableDeclarator"
      ? parent.id
      : node.type === "FunctionDeclaration"
        ? node.id
        : null;
  return id?.type === "Identifier" ? id.name : null;
}
