import type { Expression, IdentifierReference, Node } from "oxc-parser";
import type { SourceFile } from "./source-file.ts";
import { childrenOf, isFunction, walk, type Span } from "./syntax-tree.ts";

/** The names that a pattern binds: of `{ a, b: [c] }` they are a and c. */
export function boundNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        boundNames(part.type === "RestElement" ? part.argument : part.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((part) => (part === null ? [] : boundNames(part)));
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** Names of values that can be used at a place: of the functions around it, their parameters, and the file. */
export function namesInReach(source: SourceFile, place: Span): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of source.around(place)) {
    if (isFunction(node)) node.params.flatMap(boundNames).forEach((name) => names.add(name));
    if (!["Program", "BlockStatement", "FunctionBody"].includes(node.type)) continue;
    for (const statement of childrenOf(node)) {
      for (const name of declaredBy(statement)) names.add(name);
    }
  }
  return names;
}

function declaredBy(statement: Node): readonly string[] {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration === null ? [] : declaredBy(statement.declaration);
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id === null ? [] : [statement.id.name];
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local.name);
    default:
      return [];
  }
}

export type Declarator = Extract<Node, { type: "VariableDeclarator" }>;

/**
 * The declaration of a variable that a place means, by itself or in a pattern: the one in the file, or of several the
 * only one in the innermost function around the place. Null when that is not clear.
 */
export function declaratorOf(
  source: SourceFile,
  { name, place }: { readonly name: string; readonly place: Span },
): Declarator | null {
  const all = declarators(source.program, name);
  if (all.length === 1) return all[0] ?? null;
  for (const node of source.around(place).toReversed()) {
    if (!isFunction(node)) continue;
    const inside = declarators(node, name);
    if (inside.length > 0) return inside.length === 1 ? (inside[0] ?? null) : null;
  }
  return null;
}

/** What the variable is made as that stands here, or null when that is not clear. */
export function madeAt(source: SourceFile, node: IdentifierReference): Expression | null {
  const declarator = declaratorOf(source, { name: node.name, place: node });
  return declarator?.id.type === "Identifier" ? declarator.init : null;
}

function declarators(root: Node, name: string): readonly Declarator[] {
  return [...walk(root)].filter(
    (node): node is Declarator =>
      node.type === "VariableDeclarator" && boundNames(node.id).includes(name),
  );
}
