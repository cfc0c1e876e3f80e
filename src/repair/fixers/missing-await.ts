import type { Expression } from "oxc-parser";
import { declaratorOf } from "../bindings.ts";
import type { Finding } from "../finding.ts";
import { editFile, none, notMine, type Fixer, type FixerAnswer } from "../fixer.ts";
import type { SourceFile } from "../source-file.ts";
import { functionAround } from "../syntax-tree.ts";
import { tightCode, valueAt } from "../value-at.ts";

/** A promise where its value is wanted, in a function that may wait for it. */
export const missingAwait: Fixer = {
  name: "missing-await",
  codes: ["TS2322", "TS2345", "TS2339", "TS2739", "TS2740", "TS2741", "TS2551", "TS2769"],
  stage: "types",
  propose: (finding, { source }) => {
    if (
      !/'Promise<.*>'/s.test(finding.message) ||
      /to (?:type|parameter of type) 'Promise</.test(finding.message)
    ) {
      return notMine;
    }
    const value = promiseAt(source, finding);
    if (value === null) return none("it is not clear which value is the promise");
    return waitFor(source, value);
  },
};

interface PromiseValue {
  readonly node: Expression;
  /** Whether a property of it is read right behind it. */
  readonly isObject: boolean;
}

function promiseAt(source: SourceFile, finding: Finding): PromiseValue | null {
  if (finding.code === "TS2339" || finding.code === "TS2551") {
    const member = source.around(finding).findLast(({ type }) => type === "MemberExpression");
    if (member?.type !== "MemberExpression" || member.object.type === "Super") return null;
    return { node: member.object, isObject: true };
  }
  const value = valueAt(source, finding);
  return value === null ? null : { node: value.node, isObject: false };
}

function waitFor(source: SourceFile, { node, isObject }: PromiseValue): FixerAnswer {
  if (node.type === "Identifier") {
    const declarator = declaratorOf(source, { name: node.name, place: node });
    if (declarator === null || declarator.init === null) {
      return none(`it is not clear where ${node.name} gets its value`);
    }
    return waitFor(source, { node: declarator.init, isObject: false });
  }
  const around = source.around(node);
  const waiting = functionAround(around.filter((outer) => outer !== node));
  if (waiting !== null && !waiting.async) {
    return none("the function around it does not wait for promises");
  }
  const code = `await ${tightCode(source, node)}`;
  return editFile(source, {
    start: node.start,
    end: node.end,
    text: isObject ? `(${code})` : code,
  });
}
