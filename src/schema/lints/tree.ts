/** The parser's trees: a node is an object below its kind's name. */
export type Properties = Readonly<Record<string, unknown>>;

export interface TreeNode {
  readonly kind: string;
  readonly value: Properties;
}

export function isNode(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}

/** The nearest nodes below `tree`, through lists and plain properties. */
export function childrenOf(tree: unknown): readonly TreeNode[] {
  if (!isNode(tree)) return [];
  return Object.entries(tree).flatMap(([kind, value]) => {
    if (!isNode(value)) return [];
    return /^[A-Z]/.test(kind) ? [{ kind, value }] : childrenOf(value);
  });
}

/** The parts of a dotted name. */
export function fieldNames(path: unknown): readonly string[] {
  return childrenOf(path).flatMap(({ kind, value }) =>
    kind === "String" && typeof value["sval"] === "string" ? [value["sval"]] : [],
  );
}
