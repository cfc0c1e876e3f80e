import { editFile, none, notMine, type Fixer } from "../fixer.ts";
import { replaceValue, tightCode, valueAt } from "../value-at.ts";

const pattern = /ype '(null|undefined)' is not assignable to type '([^']*)'/;

/** Nothing is null where undefined is wanted, or the other way round: the one becomes the other. */
export const nullOrUndefined: Fixer = {
  name: "null-or-undefined",
  codes: ["TS2322", "TS2345"],
  stage: "types",
  propose: (finding, { source }) => {
    const parts = pattern.exec(finding.message);
    const value = valueAt(source, finding);
    if (parts === null || value === null) return notMine;
    const has = parts[1];
    const wants = has === "null" ? "undefined" : "null";
    const accepted = (parts[2] ?? "").split(" | ");
    if (!accepted.includes(wants)) {
      return none(`what to do when it is ${has} is for people to decide`);
    }
    if (value.node.type === "Literal" || value.node.type === "Identifier") {
      const code = source.text.slice(value.node.start, value.node.end);
      if (code === has) return editFile(source, replaceValue(value, wants));
    }
    return editFile(source, replaceValue(value, `${tightCode(source, value.node)} ?? ${wants}`));
  },
};
