import type { CallExpression, Node } from "oxc-parser";
import { editFile, none, type Fixer, type FixerAnswer, type FixerContext } from "../fixer.ts";
import { takeName } from "../import-edits.ts";
import { referencesTo } from "../references.ts";
import { literalType, plainType } from "../plain-type.ts";
import type { SourceFile } from "../source-file.ts";
import { functionAround, functionName, walk, type FunctionNode } from "../syntax-tree.ts";
import type { Finding } from "../finding.ts";

/** A parameter without a type, where every use of the function in the file says which it is. */
export const untypedParameter: Fixer = {
  name: "untyped-parameter",
  codes: ["TS7006"],
  stage: "types",
  propose: async (finding, context) => {
    const { source } = context;
    const around = source.around(finding);
    const node = functionAround(around);
    const index = node?.params.findIndex(({ start }) => start === finding.start) ?? -1;
    const parameter = node?.params[index];
    if (node === null || parameter?.type !== "Identifier") {
      return none("nothing says which type the parameter has");
    }
    const handed = handedOnAs(parameter.name, { node, source });
    const name = functionName(node, around[around.indexOf(node) - 1]);
    if (handed !== null) return annotate({ ...context, finding }, { type: handed, node });
    if (name === null) return none("nothing says which type the parameter has");
    const uses = referencesTo(source, name).map((place) => source.around(place));
    const types = new Set<string>();
    for (const use of uses) {
      const type = await typeFromUse(use, { index, context });
      if (type !== null) types.add(type);
    }
    const [type, second] = types;
    if (type === undefined || second !== undefined) {
      return none(
        second === undefined
          ? "no use of the function says which type it has"
          : "its uses have different types",
      );
    }
    return annotate({ ...context, finding }, { type, node });
  },
};

/** The type that functions of the file want where the parameter is handed on to them as it is. */
function handedOnAs(
  name: string,
  { node, source }: { readonly node: FunctionNode; readonly source: SourceFile },
): string | null {
  const types = new Set<string>();
  for (const call of walk(node)) {
    if (call.type !== "CallExpression" || call.callee.type !== "Identifier") continue;
    const index = call.arguments.findIndex(
      (given) => given.type === "Identifier" && given.name === name,
    );
    const type = index === -1 ? null : parameterType(call.callee.name, { index, source });
    if (type !== null) types.add(type);
  }
  const [only = null, second] = types;
  return second === undefined ? only : null;
}

function parameterType(
  name: string,
  { index, source }: { readonly index: number; readonly source: SourceFile },
): string | null {
  for (const node of walk(source.program)) {
    if (node.type !== "FunctionDeclaration" || node.id?.name !== name) continue;
    const parameter = node.params[index];
    const annotation = parameter?.type === "Identifier" ? parameter.typeAnnotation : null;
    if (!annotation) return null;
    const { start, end } = annotation.typeAnnotation;
    return source.text.slice(start, end);
  }
  return null;
}

interface UsePlace {
  readonly index: number;
  readonly context: FixerContext;
}

/** The type that a call gives, or that an attribute such as `onSubmit` wants. */
async function typeFromUse(
  use: readonly Node[],
  { index, context }: UsePlace,
): Promise<string | null> {
  const { source, server } = context;
  const identifier = use.at(-1);
  const parent = use.at(-2);
  if (identifier === undefined || parent === undefined) return null;
  if (parent.type === "CallExpression" && parent.callee === identifier) {
    const given = parent.arguments[index];
    if (given === undefined) return null;
    if (given.type === "Literal") return literalType(given.value);
    if (given.type === "TemplateLiteral") return "string";
    if (given.type !== "Identifier") return null;
    return plainType((await server.hover(source.path, given.start)) ?? "");
  }
  if (parent.type === "CallExpression" && index === 0) return listenedEvent(parent, source);
  const attribute = use.findLast(({ type }) => type === "JSXAttribute");
  if (index !== 0 || parent.type !== "JSXExpressionContainer" || attribute?.type !== "JSXAttribute")
    return null;
  const shown = (await server.hover(source.path, attribute.name.start)) ?? "";
  const [, event, element] = /\b(?:React\.)?(\w+)EventHandler<([^<>]+)>/.exec(shown) ?? [];
  return event === undefined ? null : `${event}Event<${element}>`;
}

const eventTypes: readonly (readonly [RegExp, string])[] = [
  [/^key(?:down|up)$/, "KeyboardEvent"],
  [/^(?:click|dblclick|mouse\w+)$/, "MouseEvent"],
  [/^pointer\w+$/, "PointerEvent"],
  [/^touch\w+$/, "TouchEvent"],
  [/^(?:drag\w*|drop)$/, "DragEvent"],
  [/^beforeunload$/, "BeforeUnloadEvent"],
  [/^(?:popstate)$/, "PopStateEvent"],
  [/^message$/, "MessageEvent"],
  [/^storage$/, "StorageEvent"],
];

/** What a listener is called with: `addEventListener("keydown", listener)`. */
function listenedEvent(call: CallExpression, { text }: SourceFile): string | null {
  const [event] = call.arguments;
  const callee = text.slice(call.callee.start, call.callee.end);
  if (!/(?:^|\.)(?:add|remove)EventListener$/.test(callee) || event?.type !== "Literal")
    return null;
  const name = String(event.value);
  return eventTypes.find(([pattern]) => pattern.test(name))?.[1] ?? "Event";
}

function annotate(
  { source, finding }: FixerContext & { readonly finding: Finding },
  { type, node }: { readonly type: string; readonly node: FunctionNode },
): FixerAnswer {
  const event = /^(\w+Event)</.exec(type)?.[1];
  const needsBrackets =
    node.type === "ArrowFunctionExpression" &&
    !source.text.slice(node.start, finding.start).includes("(");
  const edits = needsBrackets
    ? [
        { start: finding.start, end: finding.start, text: "(" },
        { start: finding.end, end: finding.end, text: `: ${type})` },
      ]
    : [{ start: finding.end, end: finding.end, text: `: ${type}` }];
  if (event === undefined || referencesTo(source, event).length > 0)
    return editFile(source, ...edits);
  return editFile(source, takeName(source, { name: event, from: "react", isType: true }), ...edits);
}
