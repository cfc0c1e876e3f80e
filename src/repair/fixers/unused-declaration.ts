import type { Node } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { editFile, none, type FixerAnswer } from "../fixer.ts";
import { statementSpan } from "../statement-span.ts";
import type { SourceFile } from "../source-file.ts";
import { isFunction, walk, type Span } from "../syntax-tree.ts";

/** A declaration that nobody uses: what has no effect goes, what may have one keeps it without the name. */
export function unusedDeclaration(finding: Finding, source: SourceFile): FixerAnswer {
  const around = source.around(finding);
  for (const [index, node] of [...around.entries()].toReversed()) {
    const parent = around[index - 1];
    switch (node.type) {
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        return editFile(source, { ...statementSpan(source, node), text: "" });
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return isParameter(node, finding)
          ? parameter(finding, source)
          : none("the code that nobody uses may be a feature that is not wired up yet");
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return parameter(finding, source);
      case "ObjectPattern":
      case "ArrayPattern":
        return patternPart(finding, { source, pattern: node });
      case "VariableDeclarator":
        return parent?.type === "VariableDeclaration"
          ? variable(node, { source, declaration: parent })
          : none("it is not a declaration of its own");
      default:
        break;
    }
  }
  return none("it is not clear what declares it");
}

function isParameter(node: Node, { start, end }: Span): boolean {
  return isFunction(node) && node.params.some((given) => given.start <= start && given.end >= end);
}

/** A parameter holds the place of those behind it: it gets the mark of one that is not used. */
function parameter(finding: Finding, source: SourceFile): FixerAnswer {
  const { start, end, code } = finding;
  const name = source.text.slice(start, end);
  if (code !== "TS6133" || !/^[A-Za-z$][\w$]*$/.test(name)) {
    return none("the parameter is not a plain name");
  }
  return editFile(source, { start, end: start, text: "_" });
}

interface PatternPlace {
  readonly source: SourceFile;
  readonly pattern: Extract<Node, { type: "ObjectPattern" | "ArrayPattern" }>;
}

function patternPart(finding: Finding, { source, pattern }: PatternPlace): FixerAnswer {
  if (finding.code === "TS6198") return none("nothing of what is taken apart is used");
  const holds = (part: Span | null) =>
    part !== null && part.start <= finding.start && part.end >= finding.end;
  if (pattern.type === "ArrayPattern") {
    const index = pattern.elements.findIndex(holds);
    const part = pattern.elements[index];
    if (part === null || part === undefined) return none("it is not a part of the list");
    const isLast = index === pattern.elements.length - 1 && index > 0;
    const before = pattern.elements[index - 1];
    const start = isLast ? (before?.end ?? part.start) : part.start;
    return editFile(source, { start, end: part.end, text: "" });
  }
  const rest = pattern.properties.some(({ type }) => type === "RestElement");
  if (rest) return none("without it the rest of the object would hold it");
  const index = pattern.properties.findIndex(holds);
  const part = pattern.properties[index];
  if (/^(?:error|err)$/.test(source.text.slice(finding.start, finding.end))) {
    return none("an error that nobody looks at must be handled, not left out");
  }
  if (part === undefined || pattern.properties.length === 1) {
    return none("nothing else is taken from the object");
  }
  const next = pattern.properties[index + 1];
  const before = pattern.properties[index - 1];
  const span =
    next === undefined
      ? { start: before?.end ?? part.start, end: part.end }
      : { start: part.start, end: next.start };
  return editFile(source, { ...span, text: "" });
}

interface VariablePlace {
  readonly source: SourceFile;
  readonly declaration: Extract<Node, { type: "VariableDeclaration" }>;
}

function variable(
  { init, id }: Extract<Node, { type: "VariableDeclarator" }>,
  { source, declaration }: VariablePlace,
): FixerAnswer {
  if (declaration.declarations.length > 1) return none("it is declared together with others");
  if (init !== null && isFunction(init)) {
    return none("the code that nobody uses may be a feature that is not wired up yet");
  }
  const statement = statementSpan(source, declaration);
  if (init === null || !hasEffect(init)) return editFile(source, { ...statement, text: "" });
  if (id.type !== "Identifier") return none("what it is taken from may have an effect");
  if (!acting.has(init.type)) return none("whoever needs its value may have lost it");
  return editFile(source, { start: declaration.start, end: init.start, text: "" });
}

/** Expressions that do something besides giving a value, and so are statements of their own. */
const acting: ReadonlySet<Node["type"]> = new Set<Node["type"]>([
  "AssignmentExpression",
  "AwaitExpression",
  "CallExpression",
  "NewExpression",
  "TaggedTemplateExpression",
  "UpdateExpression",
  "YieldExpression",
]);

/** Whether running the expression may do something besides giving a value. */
function hasEffect(init: Node): boolean {
  return [...walk(init)].some(({ type }) => acting.has(type));
}
