import { editFile, none, type Fixer } from "../fixer.ts";
import type { SourceFile } from "../source-file.ts";
import { functionAround, functionName, type FunctionNode } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";

/** `await` in a function that is not async. Components and hooks cannot be: those are reported. */
export const missingAsync: Fixer = {
  name: "missing-async",
  codes: ["TS1308", "TS1103"],
  stage: "syntax",
  propose: (finding, { source }) => {
    const around = source.around(finding);
    const node = functionAround(around);
    if (node === null) return none("await needs a module or an async function around it");
    const parent = around[around.indexOf(node) - 1];
    const name = functionName(node, parent);
    if (name !== null && /^(?:[A-Z]|use[A-Z])/.test(name)) {
      return none(`${name} is a component or a hook, which cannot wait while it renders`);
    }
    if (parent?.type === "MethodDefinition" && parent.kind !== "method") {
      return none("a constructor or accessor cannot wait");
    }
    const isMethod =
      parent?.type === "MethodDefinition" || (parent?.type === "Property" && parent.method);
    const start = isMethod ? parent.key.start : node.start;
    return editFile(source, { start, end: start, text: "async " }, ...promised(node, source));
  },
};

/** A result that is written down is now a promise of it. */
function promised(node: FunctionNode, { text }: SourceFile): readonly TextEdit[] {
  const type = node.returnType?.typeAnnotation;
  if (type === undefined) return [];
  const code = text.slice(type.start, type.end);
  return code.startsWith("Promise<")
    ? []
    : [{ start: type.start, end: type.end, text: `Promise<${code}>` }];
}
