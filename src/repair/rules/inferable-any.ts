import type { Node } from "oxc-parser";
import { literalType } from "../plain-type.ts";
import { referencesTo } from "../references.ts";
import type { SourceFile } from "../source-file.ts";
import { declaredName, isFunction, walk, type FunctionNode } from "../syntax-tree.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";

/** `any` where the file itself says which plain type it is. Everything else that is `any` may have its reasons. */
export const inferableAny: FileRule = {
  code: "typescript/inferable-any",
  find: (source) => anyPlaces(source).map(({ place }) => place),
};

interface AnyPlace {
  readonly place: RulePlace;
  /** What belongs there. */
  readonly type: string;
}

/** Constants that begin with a literal, and parameters that every call in the file gives one plain type. */
export function anyPlaces(source: SourceFile): readonly AnyPlace[] {
  if (!/\bany\b/.test(source.text)) return [];
  const nodes = [...walk(source.program)];
  return nodes.flatMap((node) => {
    if (node.type === "VariableDeclaration" && node.kind === "const") {
      return node.declarations.flatMap(({ id, init }) =>
        placed(anyOf(id), init === null ? null : plainTypeOf(init)),
      );
    }
    const name = isFunction(node) ? privateName(node, source) : null;
    if (!isFunction(node) || name === null) return [];
    return node.params.flatMap((parameter, index) =>
      placed(anyOf(parameter), anyOf(parameter) === null ? null : givenType(name, index, source)),
    );
  });
}

function placed(annotation: Node | null, type: string | null): readonly AnyPlace[] {
  if (annotation === null || type === null) return [];
  const { start, end } = annotation;
  return [{ type, place: { start, end, message: `It is ${type}, and the type says any.` } }];
}

function anyOf(node: Node): Node | null {
  if (node.type !== "Identifier" || !node.typeAnnotation) return null;
  const { typeAnnotation } = node.typeAnnotation;
  return typeAnnotation.type === "TSAnyKeyword" ? typeAnnotation : null;
}

function plainTypeOf(node: Node): string | null {
  if (node.type === "Literal") return literalType(node.value);
  return node.type === "TemplateLiteral" ? "string" : null;
}

/** The name of a function that no other file can call. */
function privateName(node: FunctionNode, source: SourceFile): string | null {
  const name = declaredName(node, source.around(node).at(-2));
  return name === null || source.exports.has(name) ? null : name;
}

/** The one plain type that all calls give the parameter; null when it is also used otherwise than by calling it. */
function givenType(name: string, index: number, source: SourceFile): string | null {
  const types = new Set<string | null>();
  for (const place of referencesTo(source, name)) {
    const [parent, identifier] = source.around(place).slice(-2);
    const isDeclared =
      parent?.type === "FunctionDeclaration" ||
      (parent?.type === "VariableDeclarator" && parent.id === identifier);
    if (isDeclared) continue;
    if (parent?.type !== "CallExpression" || parent.callee !== identifier) return null;
    const given = parent.arguments[index];
    types.add(given === undefined ? null : plainTypeOf(given));
  }
  const [only = null, second] = types;
  return second === undefined ? only : null;
}
