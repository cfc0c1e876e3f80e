import type { Node } from "oxc-parser";
import { editFile, none, type Fixer } from "../fixer.ts";

/** What may be missing is left out where nobody reads the result: in a statement of its own and in what is shown. */
export const possiblyMissing: Fixer = {
  name: "possibly-missing",
  codes: ["TS18047", "TS18048", "TS18049", "TS2531", "TS2532", "TS2533"],
  stage: "types",
  propose: (finding, { source }) => {
    const around = source.around(finding);
    const member = around.findLast(
      (node) =>
        node.type === "MemberExpression" &&
        node.object.start === finding.start &&
        node.object.end === finding.end,
    );
    if (member?.type !== "MemberExpression" || member.optional) {
      return none("what to do when it is missing is for people to decide");
    }
    if (!isShownOrAlone(around.slice(0, around.indexOf(member)))) {
      return none("what the result is when it is missing is for people to decide");
    }
    const text = member.computed ? "?." : "?";
    return editFile(source, { start: finding.end, end: finding.end, text });
  },
};

/** Whether the chain of calls and properties ends as a statement or as something that is shown. */
function isShownOrAlone(outer: readonly Node[]): boolean {
  for (const node of outer.toReversed()) {
    switch (node.type) {
      case "MemberExpression":
      case "ChainExpression":
      case "CallExpression":
      case "AwaitExpression":
        break;
      case "ExpressionStatement":
      case "JSXExpressionContainer":
        return true;
      default:
        return false;
    }
  }
  return false;
}
