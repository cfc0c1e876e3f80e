import { madeAt, namesInReach } from "../bindings.ts";
import {
  attempts,
  editFile,
  editOf,
  none,
  notMine,
  type Fixer,
  type FixerAnswer,
  type FixerContext,
} from "../fixer.ts";
import type { Finding } from "../finding.ts";
import { missingNames } from "../missing-names.ts";
import type { ObjectExpression } from "oxc-parser";
import type { SourceFile } from "../source-file.ts";
import { functionAround, walk } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";
import { valueAt } from "../value-at.ts";

/** A property or attribute that must be given, where a value of that very name is at hand. */
export const missingProperty: Fixer = {
  name: "missing-property",
  codes: ["TS2741", "TS2739", "TS2740", "TS2345", "TS2322", "TS2339", "TS2375", "TS2379"],
  stage: "types",
  propose: (finding, context) => {
    if (finding.code === "TS2339") return givenBefore(finding, context);
    const names = missingNames(finding.message);
    const [, absent] = /[{;] (\w+)\?: undefined;/.exec(finding.message) ?? [];
    if (names.length === 0 && absent === undefined) return notMine;
    const returned = returnedObjects(absent === undefined ? names : [absent], {
      ...context,
      finding,
    });
    if (returned.length > 0) return attempts(returned.map((edit) => editOf(context.source, edit)));
    if (names.length === 0) return notMine;
    const reach = namesInReach(context.source, finding);
    const unknown = names.filter((name) => !reach.has(name));
    if (unknown.length > 0) {
      const [is, what] = unknown.length === 1 ? ["is", "a value"] : ["are", "values"];
      return none(
        `${unknown.join(", ")} ${is} missing, and ${what} of that name ${is} not at hand`,
      );
    }
    return give(names, { ...context, finding });
  },
};

function give(
  names: readonly string[],
  { source, finding }: FixerContext & { readonly finding: Finding },
): FixerAnswer {
  const around = source.around(finding);
  const element = around.findLast(({ type }) => type === "JSXOpeningElement");
  if (element?.type === "JSXOpeningElement" && element.name.start === finding.start) {
    const start = element.attributes.at(-1)?.end ?? element.typeArguments?.end ?? element.name.end;
    const text = names.map((name) => ` ${name}={${name}}`).join("");
    return editFile(source, { start, end: start, text });
  }
  const value = writtenOut(source, finding);
  if (value === null) return none("the value is not written out here");
  const reach = namesInReach(source, value);
  if (!names.every((name) => reach.has(name))) {
    return none("the value is written out before what is missing is at hand");
  }
  return editFile(source, added(value, names));
}

/** The object at the finding, or what the variable there is made as. */
function writtenOut(source: SourceFile, finding: Finding): ObjectExpression | null {
  const node = valueAt(source, finding)?.node;
  const value = node?.type === "Identifier" ? madeAt(source, node) : node;
  return value?.type === "ObjectExpression" ? value : null;
}

function added(value: ObjectExpression, names: readonly string[]): TextEdit {
  const last = value.properties.at(-1);
  if (last === undefined) {
    return { start: value.start, end: value.end, text: `{ ${names.join(", ")} }` };
  }
  const text = names.map((name) => `, ${name}`).join("");
  return { start: last.end, end: last.end, text };
}

/** A property that is read from an object of the file that does not have it, where a value of its name is at hand. */
function givenBefore(finding: Finding, { source, project }: FixerContext): FixerAnswer {
  // A type that is too long to be shown is cut somewhere.
  const [, name, type] =
    /^Property '(\w+)' does not exist on type '(\{.*(?:\}|\.\.\.))'\.?$/.exec(finding.message) ??
    [];
  if (name === undefined || type === undefined) return notMine;
  const imported = source.sources.map(({ value }) => project.resolve(source.path, value));
  const paths = [...new Set([source.path, ...imported.filter((path) => path !== null)])];
  const found = paths
    .map((path) => project.source(path))
    .filter((file) => file !== null)
    .flatMap((file) => poorObjects(file, { name, type }).map((edit) => editOf(file, edit)));
  return found.length === 0 ? notMine : attempts(found);
}

/** Objects of a file that may be of the type, lack the name, and have a value of it at hand. */
function poorObjects(
  file: SourceFile,
  { name, type }: { readonly name: string; readonly type: string },
): readonly TextEdit[] {
  return [...walk(file.program)].flatMap((node) => {
    if (node.type !== "ObjectExpression" || functionAround(file.around(node)) === null) return [];
    const keys = keysOf(node);
    const isMeant = [...keys].some((key) => type.includes(`${key}:`) || type.includes(`${key}?:`));
    const isFit = isMeant && !keys.has(name) && namesInReach(file, node).has(name);
    return isFit ? [added(node, [name])] : [];
  });
}

function keysOf({ properties }: ObjectExpression): ReadonlySet<string> {
  return new Set(
    properties.flatMap((part) =>
      part.type === "Property" && part.key.type === "Identifier" ? [part.key.name] : [],
    ),
  );
}

/**
 * Objects that functions inside of the statement give back, where the compiler only says that the whole statement gives
 * too little: those that have the names at hand. Which of them is meant shows when they are tried.
 */
function returnedObjects(
  names: readonly string[],
  { source, finding }: FixerContext & { readonly finding: Finding },
): readonly TextEdit[] {
  const statement = source.around(finding).findLast(({ type }) => type === "ReturnStatement");
  if (statement?.type !== "ReturnStatement" || statement.argument?.type === "ObjectExpression")
    return [];
  return [...walk(statement)].flatMap((node) => {
    const value = node.type === "ReturnStatement" && node !== statement ? node.argument : null;
    if (value?.type !== "ObjectExpression") return [];
    const reach = namesInReach(source, value);
    const keys = keysOf(value);
    const isFit = names.every((name) => reach.has(name) && !keys.has(name));
    return isFit ? [added(value, names)] : [];
  });
}
