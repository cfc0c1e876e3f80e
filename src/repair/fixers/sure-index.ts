import type { CallExpression, MemberExpression, Node } from "oxc-parser";
import { editFile, notMine, type Fixer, type FixerAnswer, type FixerContext } from "../fixer.ts";
import { referencesTo } from "../references.ts";
import {
  declaredName,
  functionAround,
  isFunction,
  walk,
  type FunctionNode,
} from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";

/**
 * An index that is one of the object's keys for sure: those that `Object.keys` lists, and a parameter that every caller
 * gives a key, which the compiler then proves.
 */
export const sureIndex: Fixer = {
  name: "sure-index",
  codes: ["TS7053"],
  stage: "types",
  propose: (finding, context) => {
    const around = context.source.around(finding);
    const member = around.findLast(({ type }) => type === "MemberExpression");
    const node = functionAround(around);
    if (member?.type !== "MemberExpression" || node === null) return notMine;
    const { object, property } = member;
    if (object.type !== "Identifier" || property.type !== "Identifier") return notMine;
    const call = around[around.indexOf(node) - 1];
    const place = { member, node, table: object.name, key: property.name };
    return call?.type === "CallExpression"
      ? listed({ ...place, call }, context)
      : called(place, context);
  },
};

interface IndexPlace {
  readonly member: MemberExpression;
  readonly node: FunctionNode;
  readonly table: string;
  readonly key: string;
}

/** `Object.keys(table).map((key) => table[key])` goes through the values, or both. */
function listed(
  { node, table, key, call }: IndexPlace & { readonly call: CallExpression },
  { source }: FixerContext,
): FixerAnswer {
  const [parameter, second] = node.params;
  const keys = keysListed(call, table);
  if (parameter?.type !== "Identifier" || parameter.name !== key || keys === null) return notMine;
  if (second !== undefined || parameter.typeAnnotation) return notMine;
  if (referencesTo(source, "value").length > 0) return notMine;
  const indexed = [...walk(node)].filter((inner) => isIndexOf(inner, { table, key }));
  const isInside = ({ start }: { readonly start: number }) =>
    start >= node.start && start < node.end && start !== parameter.start;
  const uses = referencesTo(source, key).filter(isInside);
  const isAlone = uses.length === indexed.length;
  const isBare = !source.text.slice(node.start, parameter.start).includes("(");
  const names = isAlone ? "value" : `[${key}, value]`;
  const edits: TextEdit[] = [
    { ...keys, text: isAlone ? "values" : "entries" },
    { start: parameter.start, end: parameter.end, text: isBare && !isAlone ? `(${names})` : names },
    ...indexed.map(({ start, end }) => ({ start, end, text: "value" })),
  ];
  return editFile(source, ...edits);
}

/** Where `keys` stands in `Object.keys(table).map(...)`. */
function keysListed(call: CallExpression, table: string) {
  if (call.callee.type !== "MemberExpression" || call.callee.property.type !== "Identifier")
    return null;
  if (!/^(?:map|forEach|flatMap|filter|some|every)$/.test(call.callee.property.name)) return null;
  // What filter gives are the keys themselves.
  if (call.callee.property.name === "filter") return null;
  const list = call.callee.object;
  if (list.type !== "CallExpression" || list.callee.type !== "MemberExpression") return null;
  const { object, property } = list.callee;
  const [given] = list.arguments;
  const isKeys =
    object.type === "Identifier" &&
    object.name === "Object" &&
    property.type === "Identifier" &&
    property.name === "keys" &&
    given?.type === "Identifier" &&
    given.name === table;
  return isKeys ? { start: property.start, end: property.end } : null;
}

function isIndexOf(node: Node, { table, key }: Pick<IndexPlace, "table" | "key">): boolean {
  return (
    node.type === "MemberExpression" &&
    node.computed &&
    node.object.type === "Identifier" &&
    node.object.name === table &&
    node.property.type === "Identifier" &&
    node.property.name === key
  );
}

/** A parameter that is a text becomes a key of the object, where there are callers whom the compiler can ask. */
function called({ node, table, key }: IndexPlace, { source, project }: FixerContext): FixerAnswer {
  const parameter = node.params.find((given) => given.type === "Identifier" && given.name === key);
  if (parameter?.type !== "Identifier" || !parameter.typeAnnotation) return notMine;
  const { typeAnnotation } = parameter.typeAnnotation;
  const name = declaredName(node, source.around(node).at(-2));
  if (typeAnnotation.type !== "TSStringKeyword" || name === null) return notMine;
  const isImported = [...project.texts.keys()].some((path) =>
    project
      .source(path)
      ?.sources.some(
        ({ value, names }) => names.includes(name) && project.resolve(path, value) === source.path,
      ),
  );
  const isUsed = isImported || referencesTo(source, name).length > 1;
  if (!isUsed || [...walk(node)].filter(isFunction).some((inner) => shadows(inner, node, table)))
    return notMine;
  const { start, end } = typeAnnotation;
  return editFile(source, { start, end, text: `keyof typeof ${table}` });
}

/** Whether the function itself binds the object, so that its type has no name where parameters are. */
function shadows(inner: FunctionNode, node: FunctionNode, table: string): boolean {
  const isParameter = inner.params.some(
    (given) => given.type === "Identifier" && given.name === table,
  );
  const isDeclared = [...walk(node)].some(
    (own) =>
      own.type === "VariableDeclarator" && own.id.type === "Identifier" && own.id.name === table,
  );
  return isParameter || isDeclared;
}
