import { editFile, none, notMine, type Fixer } from "../fixer.ts";
import { replaceValue, tightCode, valueAt, type WrongValue } from "../value-at.ts";

const pattern = /ype '(null|undefined)' is not assignable to type '([^']*)'/;

/** What makes the items of `list.map((item) => value)`, for lists; else the value itself. */
function itemOf(value: WrongValue): WrongValue {
  const { node } = value;
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return value;
  const { property } = node.callee;
  const [callback] = node.arguments;
  if (property.type !== "Identifier" || property.name !== "map") return value;
  if (callback?.type !== "ArrowFunctionExpression" || callback.body.type === "BlockStatement")
    return value;
  return { node: callback.body, isBareAttribute: false, shorthand: null };
}

/** Nothing is null where undefined is wanted, or the other way round: the one becomes the other. */
export const nullOrUndefined: Fixer = {
  name: "null-or-undefined",
  codes: ["TS2322", "TS2345"],
  stage: "types",
  propose: (finding, { source }) => {
    const parts = pattern.exec(finding.message);
    const found = valueAt(source, finding);
    const value = found === null ? null : itemOf(found);
    if (parts === null || value === null) return notMine;
    const has = parts[1];
    const wants = has === "null" ? "undefined" : "null";
    const accepted = (parts[2] ?? "").split(" | ");
    // A type that has a name may hold what it does not show: the compiler knows.
    const mayAccept = accepted.some((type) => /^[A-Z]\w*$/.test(type));
    if (!accepted.includes(wants) && !mayAccept) {
      return none(`what to do when it is ${has} is for people to decide`);
    }
    if (value.node.type === "Literal" || value.node.type === "Identifier") {
      const code = source.text.slice(value.node.start, value.node.end);
      if (code === has) return editFile(source, replaceValue(value, wants));
    }
    return editFile(source, replaceValue(value, `${tightCode(source, value.node)} ?? ${wants}`));
  },
};
