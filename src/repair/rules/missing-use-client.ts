import { walk } from "../syntax-tree.ts";
import type { FileRule } from "./file-rule.ts";

/** Hooks that only run in a browser. */
const browserHooks =
  /^use(?:State|Effect|LayoutEffect|InsertionEffect|Reducer|Ref|ImperativeHandle|SyncExternalStore|Transition|DeferredValue|Optimistic|ActionState)$/;

/** In Next.js with server components, a file with state says that it belongs to the browser. */
export const missingUseClient: FileRule = {
  code: "next/missing-use-client",
  find: ({ path, program, imports }, { facts }) => {
    if (!facts.declaredPackages.has("next") || !/^(?:src\/)?app\/.*\.[jt]sx$/.test(path)) return [];
    const hasDirective = program.body.some(
      (node) =>
        node.type === "ExpressionStatement" &&
        "directive" in node &&
        /^use (?:client|server)$/.test(String(node.directive)),
    );
    const isReact = imports.some(({ moduleRequest }) => moduleRequest.value === "react");
    if (hasDirective || !isReact) return [];
    for (const node of walk(program)) {
      if (node.type !== "CallExpression") continue;
      const { callee } = node;
      const name = callee.type === "Identifier" ? callee.name : "";
      if (!browserHooks.test(name)) continue;
      const message = `${name} only runs in a browser, and the file does not say "use client".`;
      return [{ start: callee.start, end: callee.end, message }];
    }
    return [];
  },
};
