import type { Node } from "oxc-parser";
import type { SourceFile } from "./source-file.ts";
import { childrenOf, type Span } from "./syntax-tree.ts";

/** A place that uses a name. In `{ name }` the same letters are key and value. */
export interface Reference extends Span {
  readonly isShorthand: boolean;
}

/**
 * Where a file uses a name as a variable, component or type, the place that declares it included. Names of properties
 * and attributes are other things. Shadowing is not looked at: callers ask for names that the file declares once.
 */
export function referencesTo(source: SourceFile, name: string): readonly Reference[] {
  const found = new Map<number, Reference>();
  const visit = (node: Node, skipped: Node | null): void => {
    if (node === skipped) return;
    if ((node.type === "Identifier" || node.type === "JSXIdentifier") && node.name === name) {
      const known = found.get(node.start);
      found.set(node.start, {
        start: node.start,
        end: node.start + name.length,
        isShorthand: known?.isShorthand ?? false,
      });
    }
    const label = labelOf(node);
    for (const child of childrenOf(node)) visit(child, label);
    if (node.type === "Property" && node.shorthand && found.has(node.start)) {
      found.set(node.start, {
        start: node.start,
        end: node.start + name.length,
        isShorthand: true,
      });
    }
  };
  visit(source.program, null);
  return [...found.values()].toSorted((left, right) => left.start - right.start);
}

/** The child that is a label and no use of a variable: the `b` of `a.b`, the `key` of `{ key: value }`. */
function labelOf(node: Node): Node | null {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? null : node.property;
    case "Property":
      return node.computed || node.shorthand ? null : node.key;
    case "JSXMemberExpression":
      return node.property;
    case "JSXAttribute":
      return node.name;
    case "TSQualifiedName":
      return node.right;
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "PropertyDefinition":
    case "MethodDefinition":
      return node.computed ? null : node.key;
    case "ImportSpecifier":
      return node.imported.start === node.local.start ? null : node.imported;
    case "ExportSpecifier":
      return node.exported.start === node.local.start ? null : node.exported;
    default:
      return null;
  }
}
