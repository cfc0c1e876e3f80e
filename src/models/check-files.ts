import { posix } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { FileBlock } from "./file-blocks.ts";

/**
 * What is wrong with the paths of a model's files. `allowed` holds files ("src/a.ts") and folders ("src/b/"); a path
 * outside of it is refused wherever it points. Links on the disk are the workspace's matter.
 */
export function checkPaths(
  paths: readonly string[],
  { allowed }: { readonly allowed: readonly string[] },
): readonly Diagnostic[] {
  const seen = new Set<string>();
  return paths.flatMap((path) => {
    const reason =
      pathProblem(path, allowed) ?? (seen.has(path.toLowerCase()) ? "is written twice" : null);
    seen.add(path.toLowerCase());
    if (reason === null) return [];
    return [
      diagnostic({
        code: "model-path-refused",
        name: path,
        message: `The model's file "${path}" ${reason}.`,
        fix: `Write only ${allowed.join(", ")}.`,
      }),
    ];
  });
}

function pathProblem(path: string, allowed: readonly string[]): string | null {
  // Control characters, drive letters and backslashes mean different places on different machines.
  if (path === "" || /[\\:*?"<>|\p{Cc}]/u.test(path)) return "has a name that is no path";
  if (path.startsWith("/") || path.startsWith("~")) return "has an absolute path";
  if (
    path !== posix.normalize(path) ||
    path.split("/").some((part) => part === ".." || part === ".")
  ) {
    return "has a path that leaves its folder";
  }
  const isAllowed = allowed.some((place) =>
    place.endsWith("/") ? path.startsWith(place) : path === place,
  );
  return isAllowed && !path.endsWith("/") ? null : "is outside of what this task may write";
}

/** Ways in which models say that they left something out. */
const placeholders: readonly RegExp[] = [
  /^\s*(?:\/\/|--|#|\/\*|\{\/\*|<!--|\*)?\s*(?:\.\.\.|…)\s*(?:\*\/\}?|-->)?\s*$/,
  /(?:\/\/|--|#|\/\*|<!--)\s*(?:\.\.\.|…).*\b(?:rest|remaining|existing|previous|same|other|unchanged|omitted)\b/i,
  /(?:\/\/|--|#|\/\*|<!--).*\b(?:rest|remainder) of (?:the |this |your )?(?:code|file|component|function|implementation|policies)\b/i,
  /(?:\/\/|--|#|\/\*|<!--)\s*(?:existing|previous|other) (?:code|imports|policies|functions|methods|fields)\b.*(?:\b(?:here|unchanged|remain|stay)\b|\.\.\.|…)/i,
  /(?:\/\/|--|#|\/\*|<!--)\s*(?:your|add|insert|put|implement) .*\b(?:code|logic|implementation)\b.*\bhere\b/i,
];

/** Where files leave something out instead of saying it; such a file is not whole. */
export function findPlaceholders(files: readonly FileBlock[]): readonly Diagnostic[] {
  return files.flatMap(({ path, content }) => {
    const lines = content.split("\n");
    const index = lines.findIndex((line) => placeholders.some((form) => form.test(line)));
    if (index < 0) return [];
    return [
      diagnostic({
        code: "model-file-abbreviated",
        file: path,
        line: index + 1,
        message: `The model left something out of ${path}: "${(lines[index] ?? "").trim()}".`,
        fix: "Write the whole file.",
      }),
    ];
  });
}
