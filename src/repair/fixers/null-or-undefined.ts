import { attempts, editFile, editOf, none, notMine, type Fixer } from "../fixer.ts";
import type { Finding } from "../finding.ts";
import type { SourceFile } from "../source-file.ts";
import { functionAround, isFunction, walk } from "../syntax-tree.ts";
import { replaceValue, tightCode, valueAt, type WrongValue } from "../value-at.ts";

const pattern = /ype '(null|undefined)' is not assignable to type '([^']*)'/;

/** A value that is neither an attribute's nor written in short. */
const plain = { isBareAttribute: false, shorthand: null };

/** What makes the items of `list.map((item) => value)`, for lists; else the value itself. */
function itemOf(value: WrongValue): WrongValue {
  const { node } = value;
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return value;
  const { property } = node.callee;
  const [callback] = node.arguments;
  if (property.type !== "Identifier" || property.name !== "map") return value;
  if (callback?.type !== "ArrowFunctionExpression" || callback.body.type === "BlockStatement")
    return value;
  return { ...plain, node: callback.body };
}

/** What a function gives back that stands where another one is wanted; nothing for other values. */
function returnedValues({ node }: WrongValue): readonly WrongValue[] {
  if (!isFunction(node) || node.body === null) return [];
  if (node.body.type !== "BlockStatement") return [{ ...plain, node: node.body }];
  const nested = new Set(
    [...walk(node.body)].flatMap((one) => (isFunction(one) ? [...walk(one)] : [])),
  );
  return [...walk(node.body)].flatMap((one) =>
    one.type === "ReturnStatement" && one.argument !== null && !nested.has(one)
      ? [{ ...plain, node: one.argument }]
      : [],
  );
}

/** Values of the property that is meant, in objects that the file writes out: those of the function first. */
function propertyValues(finding: Finding, source: SourceFile): readonly WrongValue[] {
  const name = [...finding.message.matchAll(/Types of property '(\w+)' are incompatible/g)].at(
    -1,
  )?.[1];
  if (name === undefined) return [];
  const near = functionAround(source.around(finding));
  const inside = new Set(near === null ? [] : walk(near));
  const others = [...walk(source.program)].filter((node) => !inside.has(node));
  return [...inside, ...others].flatMap((node) => {
    if (node.type !== "Property" || node.key.type !== "Identifier" || node.key.name !== name)
      return [];
    const value = valueAt(source, node.shorthand ? node.value : node.key);
    return value === null ? [] : [value];
  });
}

/** Nothing is null where undefined is wanted, or the other way round: the one becomes the other. */
export const nullOrUndefined: Fixer = {
  name: "null-or-undefined",
  codes: ["TS2322", "TS2345", "TS2375", "TS2379", "TS2412"],
  stage: "types",
  propose: (finding, { source }) => {
    const parts = pattern.exec(finding.message);
    const found = valueAt(source, finding);
    if (parts === null || found === null) return notMine;
    const value = itemOf(found);
    const has = parts[1];
    const wants = has === "null" ? "undefined" : "null";
    const accepted = (parts[2] ?? "").split(" | ");
    // A type that has a name may hold what it does not show: the compiler knows.
    const mayAccept = accepted.some((type) => /^[A-Z]\w*$/.test(type));
    if (!accepted.includes(wants) && !mayAccept) {
      return none(`what to do when it is ${has} is for people to decide`);
    }
    const inside = [...returnedValues(value), ...propertyValues(finding, source)];
    if (inside.length > 0) {
      return attempts(
        inside.map((own) =>
          editOf(source, replaceValue(own, `${tightCode(source, own.node)} ?? ${wants}`)),
        ),
      );
    }
    if (value.node.type === "Literal" || value.node.type === "Identifier") {
      const code = source.text.slice(value.node.start, value.node.end);
      if (code === has) return editFile(source, replaceValue(value, wants));
    }
    return editFile(source, replaceValue(value, `${tightCode(source, value.node)} ?? ${wants}`));
  },
};
