import type { Expression } from "oxc-parser";
import { editFile, none, notMine, type Fixer } from "../fixer.ts";
import { replaceValue, valueAt } from "../value-at.ts";

/** A number where text is wanted, or text of a form or a literal where a number or a yes is. */
export const numberOrText: Fixer = {
  name: "number-or-text",
  codes: ["TS2322", "TS2345", "TS2769"],
  stage: "types",
  propose: (finding, { source }) => {
    const [, has = "", wants = ""] =
      /ype '([^']*)' is not assignable to (?:parameter of )?type '([^']*)'\.?\s*$/.exec(
        finding.message,
      ) ?? [];
    const value = valueAt(source, finding);
    if (value === null) return none("it is not clear which value is wrong");
    const accepted = new Set(wants.split(" | "));
    const code = source.text.slice(value.node.start, value.node.end);
    const literal = value.node.type === "Literal" ? value.node.value : null;
    if (has === "number" && accepted.has("string")) {
      const text = typeof literal === "number" ? JSON.stringify(code) : `String(${code})`;
      return editFile(source, replaceValue({ ...value, isBareAttribute: false }, text));
    }
    if (has === "string" && typeof literal === "string") {
      if (accepted.has("number") && /^-?\d+(?:\.\d+)?$/.test(literal)) {
        return editFile(source, replaceValue(value, literal));
      }
      if (accepted.has("boolean") && /^(?:true|false)$/.test(literal)) {
        return editFile(source, replaceValue(value, literal));
      }
    }
    if (has === "string" && accepted.has("number") && isFromForm(value.node)) {
      return editFile(source, replaceValue(value, `Number(${code})`));
    }
    return notMine;
  },
};

/** What a person typed: `event.target.value`. */
function isFromForm(node: Expression): boolean {
  if (node.type !== "MemberExpression" || node.property.type !== "Identifier") return false;
  const { object } = node;
  return (
    node.property.name === "value" &&
    object.type === "MemberExpression" &&
    object.property.type === "Identifier" &&
    /^(?:target|currentTarget|current)$/.test(object.property.name)
  );
}
