import type { Expression } from "oxc-parser";
import { madeAt } from "../bindings.ts";
import type { Finding } from "../finding.ts";
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
import type { SourceFile } from "../source-file.ts";
import { functionAround, isFunction, walk } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";
import { tightCode, valueAt } from "../value-at.ts";

/** A promise where its value is wanted, in a function that may wait for it. */
export const missingAwait: Fixer = {
  name: "missing-await",
  codes: [
    "TS2322",
    "TS2345",
    "TS2339",
    "TS2739",
    "TS2740",
    "TS2741",
    "TS2551",
    "TS2769",
    "TS2367",
    "TS2488",
    "TS2461",
    "TS7053",
    "TS2352",
    "TS2379",
  ],
  stage: "types",
  propose: async (finding, context) => {
    const { source } = context;
    const value = promiseAt(source, finding);
    if (value === null) return notMine;
    const other = otherBranch(value.node);
    if (other !== null) return waitFor(source, { node: other, isObject: false });
    if (spreadPromise.test(finding.message)) return waitForSpread(source, value.node);
    if (holdsPromises.test(finding.message)) return waitInside(source, value.node);
    return (await isPromise(finding, context)) ? waitFor(source, value) : notMine;
  },
};

/** Promises by name, and whatever else can be waited for: queries have a `then` too. */
async function isPromise(finding: Finding, { server }: FixerContext): Promise<boolean> {
  if (/to (?:type|parameter of type) 'Promise</.test(finding.message)) return false;
  if (/'Promise<.*>'/s.test(finding.message)) return true;
  if (finding.code !== "TS2339") return false;
  return (await server.completions(finding.file, finding.start)).includes("then");
}

/** Something that holds promises where it should hold what they bring: "Type 'Map<string, Promise<string>>'". */
const holdsPromises = /^Type '(?!Promise<)[^']*\bPromise</;

/** An object that was given what a promise has, and not what it brings: `{ ...load(), more }`. */
const spreadPromise = /ype '\{ then</;

function waitForSpread(source: SourceFile, node: Expression): FixerAnswer {
  const made = node.type === "Identifier" ? madeAt(source, node) : node;
  if (made?.type !== "ObjectExpression") return notMine;
  const edits = made.properties.flatMap((part) =>
    part.type === "SpreadElement"
      ? waitingEdits(source, { node: part.argument, isObject: false })
      : [],
  );
  return edits.length === 0 ? notMine : attempts(edits.map((edit) => editOf(source, edit)));
}

/** Calls in asynchronous functions that wait for nothing: the first with which all fits is the one. */
function waitInside(source: SourceFile, node: Expression): FixerAnswer {
  const idle = [...walk(node)]
    .filter((one) => isFunction(one) && one.async)
    .filter((one) => ![...walk(one)].some(({ type }) => type === "AwaitExpression"));
  const inside = new Set(idle.flatMap((one) => [...walk(one)]));
  const edits = [...inside]
    .filter((one) => one.type === "CallExpression")
    .map((call) => awaitAt(source, { node: call, isObject: false }))
    .filter((edit) => edit !== null);
  return edits.length === 0 ? notMine : attempts(edits.map((edit) => editOf(source, edit)));
}

interface PromiseValue {
  readonly node: Expression;
  /** Whether a property of it is read right behind it. */
  readonly isObject: boolean;
}

function promiseAt(source: SourceFile, finding: Finding): PromiseValue | null {
  if (finding.code === "TS2367") return compared(source, finding);
  if (finding.code === "TS7053") return indexed(source, finding);
  if (finding.code === "TS2352") return asserted(source, finding);
  if (finding.code === "TS2339" || finding.code === "TS2551") {
    const around = source.around(finding);
    const declarator = around.findLast(({ type }) => type === "VariableDeclarator");
    const isTakenApart = around.some(({ type }) => type === "ObjectPattern");
    if (isTakenApart && declarator?.type === "VariableDeclarator" && declarator.init !== null) {
      return { node: declarator.init, isObject: false };
    }
    const member = around.findLast(({ type }) => type === "MemberExpression");
    if (member?.type !== "MemberExpression" || member.object.type === "Super") return null;
    return { node: member.object, isObject: true };
  }
  const value = valueAt(source, finding);
  return value === null ? null : { node: value.node, isObject: false };
}

/** Of two values of which one is waited for, the other one. */
function otherBranch(node: Expression): Expression | null {
  if (node.type === "ParenthesizedExpression") return otherBranch(node.expression);
  if (node.type !== "ConditionalExpression") return null;
  const { consequent, alternate } = node;
  const isWaited = (branch: Expression) => branch.type === "AwaitExpression";
  if (isWaited(consequent) === isWaited(alternate)) return null;
  return isWaited(consequent) ? alternate : consequent;
}

/** What is read by an index as if it were there already. */
function indexed(source: SourceFile, finding: Finding): PromiseValue | null {
  const member = source.around(finding).findLast(({ type }) => type === "MemberExpression");
  if (member?.type !== "MemberExpression" || member.object.type === "Super") return null;
  return { node: member.object, isObject: true };
}

/** A promise that is said to be what it brings: `load() as Item`. */
function asserted(source: SourceFile, finding: Finding): PromiseValue | null {
  if (!finding.message.startsWith("Conversion of type 'Promise<")) return null;
  const node = source.around(finding).findLast(({ type }) => type === "TSAsExpression");
  return node?.type === "TSAsExpression" ? { node: node.expression, isObject: true } : null;
}

/** The side of a comparison that is a promise. */
function compared(source: SourceFile, finding: Finding): PromiseValue | null {
  const node = source.around(finding).findLast(({ type }) => type === "BinaryExpression");
  if (node?.type !== "BinaryExpression" || node.left.type === "PrivateIdentifier") return null;
  const isLeft = /types 'Promise</.test(finding.message);
  return { node: isLeft ? node.left : node.right, isObject: false };
}

/** Where the value is made, or where it is used: whoever asks more of a query first waits for it later. */
function waitFor(source: SourceFile, value: PromiseValue): FixerAnswer {
  const { node } = value;
  if (node.type === "Identifier" && madeAt(source, node) === null) {
    return none(`it is not clear where ${node.name} gets its value`);
  }
  const edits = waitingEdits(source, value);
  const [only, second] = edits;
  if (only === undefined) return none(noWaiting);
  return second === undefined
    ? editFile(source, only)
    : attempts(edits.map((edit) => editOf(source, edit)));
}

function waitingEdits(source: SourceFile, value: PromiseValue): readonly TextEdit[] {
  const made = value.node.type === "Identifier" ? madeAt(source, value.node) : null;
  const first = made === null ? null : awaitAt(source, { node: made, isObject: false });
  return [first, awaitAt(source, value)].filter((edit) => edit !== null);
}

const noWaiting = "the function around it does not wait for promises";

/** Null where the function around it may not wait. */
function awaitAt(source: SourceFile, { node, isObject }: PromiseValue): TextEdit | null {
  const around = source.around(node);
  const waiting = functionAround(around.filter((outer) => outer !== node));
  if (waiting !== null && !waiting.async) return null;
  const code = `await ${tightCode(source, node)}`;
  return { start: node.start, end: node.end, text: isObject ? `(${code})` : code };
}
