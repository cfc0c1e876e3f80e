import type { Node, ObjectPattern, TSTypeAnnotation } from "oxc-parser";
import { attempts, notMine, type FileFix, type Fixer, type FixerContext } from "../fixer.ts";
import { missingNames } from "../missing-names.ts";
import type { SourceFile } from "../source-file.ts";
import { functionName, isFunction, walk } from "../syntax-tree.ts";

/** An attribute that a component has a value for when it is left out, although its type says that it must be given. */
export const defaultedProp: Fixer = {
  name: "defaulted-prop",
  codes: ["TS2741", "TS2739", "TS2740"],
  stage: "types",
  propose: (finding, context) => {
    const { source } = context;
    const names = missingNames(finding.message);
    const element = source.around(finding).findLast(({ type }) => type === "JSXOpeningElement");
    if (element?.type !== "JSXOpeningElement" || element.name.start !== finding.start)
      return notMine;
    if (names.length === 0 || element.name.type !== "JSXIdentifier") return notMine;
    const found = componentOf(element.name.name, context);
    if (found === null) return notMine;
    const members = names.map((name) => optionalMember(name, found));
    if (members.some((place) => place === null)) return notMine;
    const edits = members
      .filter((place) => place !== null)
      .map((place) => ({ start: place, end: place, text: "?" }));
    const fix: FileFix = { kind: "edit", path: found.source.path, edits };
    return attempts([{ fixes: [fix] }]);
  },
};

interface Component {
  readonly source: SourceFile;
  readonly pattern: ObjectPattern;
  readonly annotation: TSTypeAnnotation;
}

/** The function behind an element, in the file itself or in the one that it is imported from. */
function componentOf(name: string, { source, project }: FixerContext): Component | null {
  const local = componentIn(source, name);
  if (local !== null) return local;
  const from = source.sources.find(({ names }) => names.includes(name));
  const path = from === undefined ? null : project.resolve(source.path, from.value);
  const other = path === null ? null : project.source(path);
  return other === null ? null : componentIn(other, name);
}

function componentIn(source: SourceFile, name: string): Component | null {
  for (const node of walk(source.program)) {
    if (!isFunction(node)) continue;
    const parent = source.around(node).at(-2);
    const [pattern] = node.params;
    if (functionName(node, parent) !== name || pattern?.type !== "ObjectPattern") continue;
    const annotation = pattern.typeAnnotation ?? null;
    return annotation === null ? null : { source, pattern, annotation };
  }
  return null;
}

/** Where the question mark of the member belongs, when the component gives it a value of its own; else null. */
function optionalMember(name: string, { source, pattern, annotation }: Component): number | null {
  const hasDefault = pattern.properties.some(
    (part) =>
      part.type === "Property" &&
      part.key.type === "Identifier" &&
      part.key.name === name &&
      part.value.type === "AssignmentPattern",
  );
  if (!hasDefault) return null;
  const member = membersOf(annotation.typeAnnotation, source).find(
    (own) =>
      own.type === "TSPropertySignature" && own.key.type === "Identifier" && own.key.name === name,
  );
  return member?.type === "TSPropertySignature" && !member.optional ? member.key.end : null;
}

/** The members of a type that is written out, in place or as an interface or type of the file. */
function membersOf(type: Node, source: SourceFile): readonly Node[] {
  if (type.type === "TSTypeLiteral") return type.members;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return [];
  const { name } = type.typeName;
  for (const node of walk(source.program)) {
    if (node.type === "TSInterfaceDeclaration" && node.id.name === name) return node.body.body;
    if (node.type === "TSTypeAliasDeclaration" && node.id.name === name)
      return node.typeAnnotation.type === "TSTypeLiteral" ? node.typeAnnotation.members : [];
  }
  return [];
}
