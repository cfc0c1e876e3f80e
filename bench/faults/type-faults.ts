import type { Node } from "oxc-parser";
import type { SourceFile } from "../../src/repair/source-file.ts";
import { walk } from "../../src/repair/syntax-tree.ts";
import { fault, kind, type Fault, type FaultKind } from "./fault-kind.ts";

function ofNodes(source: SourceFile, faults: (node: Node) => readonly Fault[]): readonly Fault[] {
  return [...walk(source.program)].flatMap(faults);
}

/** Faults in what a value is. */
export const typeFaults: readonly FaultKind[] = [
  kind("await-lost", (source) =>
    ofNodes(source, ({ type, start }) =>
      type === "AwaitExpression" ? [fault({ start, end: start + "await ".length, text: "" })] : [],
    ),
  ),
  kind("async-lost", (source) =>
    ofNodes(source, (node) => {
      const isFunction = /^(?:FunctionDeclaration|ArrowFunctionExpression)$/.test(node.type);
      const isAsync = source.text.startsWith("async ", node.start);
      return isFunction && isAsync && source.text.slice(node.start, node.end).includes("await ")
        ? [fault({ start: node.start, end: node.start + "async ".length, text: "" })]
        : [];
    }),
  ),
  kind("number-in-quotes", (source) =>
    ofNodes(source, (node) =>
      node.type === "JSXExpressionContainer" &&
      node.expression.type === "Literal" &&
      typeof node.expression.value === "number"
        ? [fault({ start: node.start, end: node.end, text: `"${node.expression.value}"` })]
        : [],
    ),
  ),
  kind("truth-in-quotes", (source) =>
    ofNodes(source, (node) =>
      node.type === "JSXAttribute" &&
      node.value === null &&
      node.name.type === "JSXIdentifier" &&
      !node.name.name.includes("-")
        ? [fault({ start: node.end, end: node.end, text: '="true"' })]
        : [],
    ),
  ),
  kind("constant-for-variable", (source) =>
    ofNodes(source, (node) =>
      node.type === "VariableDeclaration" &&
      node.kind === "let" &&
      node.declarations[0]?.init !== null
        ? [fault({ start: node.start, end: node.start + "let".length, text: "const" })]
        : [],
    ),
  ),
  kind("null-for-undefined", (source) =>
    ofNodes(source, (node) =>
      node.type === "LogicalExpression" &&
      node.operator === "??" &&
      /^(?:null|undefined)$/.test(source.text.slice(node.right.start, node.right.end))
        ? [fault({ start: node.left.end, end: node.end, text: "" })]
        : [],
    ),
  ),
  kind("attribute-lost", (source) =>
    ofNodes(source, (node) => {
      if (node.type !== "JSXAttribute" || node.name.type !== "JSXIdentifier") return [];
      const isPassedOn =
        source.text.slice(node.start, node.end) === `${node.name.name}={${node.name.name}}`;
      return isPassedOn ? [fault({ start: node.start - 1, end: node.end, text: "" })] : [];
    }),
  ),
  kind("property-lost", (source) =>
    ofNodes(source, (node) =>
      node.type === "ObjectExpression"
        ? node.properties.flatMap((part, index) => {
            const before = node.properties[index - 1];
            return part.type === "Property" && part.shorthand && before !== undefined
              ? [fault({ start: before.end, end: part.end, text: "" })]
              : [];
          })
        : [],
    ),
  ),
  kind("reference-without-value", (source) =>
    ofNodes(source, (node) =>
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === "useRef" &&
      node.arguments[0] !== undefined
        ? [fault({ start: node.arguments[0].start, end: node.end - 1, text: "" })]
        : [],
    ),
  ),
  kind("event-without-type", (source) =>
    ofNodes(source, (node) => {
      if (node.type !== "ArrowFunctionExpression") return [];
      const [first] = node.params;
      if (first?.type !== "Identifier" || !first.typeAnnotation) return [];
      const { start, end } = first.typeAnnotation;
      const isEvent =
        /^:\s*(?:Mouse|Keyboard|Pointer|Touch|Drag|Focus|Form|Submit|Change|Message|Storage|PopState|BeforeUnload)?Event\b/.test(
          source.text.slice(start, end),
        );
      return isEvent ? [fault({ start, end, text: "" })] : [];
    }),
  ),
  kind("unknown-error-message", (source) =>
    ofNodes(source, (node) => {
      if (node.type !== "CatchClause" || node.param?.type !== "Identifier") return [];
      const { name } = node.param;
      const call = new RegExp(`messageOf\\(${name}\\)`).exec(
        source.text.slice(node.start, node.end),
      );
      if (call === null) return [];
      const start = node.start + call.index;
      return [fault({ start, end: start + call[0].length, text: `${name}.message` })];
    }),
  ),
  kind(
    "hook-under-condition",
    (source) =>
      ofNodes(source, (node) => {
        if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression")
          return [];
        const { callee } = node.expression;
        return callee.type === "Identifier" && callee.name === "useEffect"
          ? [fault({ start: node.start, end: node.start, text: "if (Math.random() < 2) " })]
          : [];
      }),
    { isMechanical: false },
  ),
];
