import { isAbsolute, relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { tidyWords } from "../tidy-words.ts";

interface Failure {
  /** The step's title; null when the journey broke outside of one. */
  readonly title: string | null;
  readonly message: string;
  readonly stack: string;
}

/** The finding on a step that did not pass, at the place of the app's own code that waited in vain. */
export function flowFailure({ title, message, stack }: Failure, root: string): Diagnostic {
  const words = tellable(message, root);
  return diagnostic({
    code: title === null ? "flows-broken" : "flows-step",
    ...placeIn(stack, root),
    name: title,
    message:
      title === null
        ? `The journey through the app broke: ${words}`
        : `The step "${title}" did not pass: ${words}`,
    fix: "npm run e2e in the app's folder shows the journey; e2e/results has pictures of where it ended.",
  });
}

const mostLines = 6;

/** The same for the same fault: ports and ids are new each time. */
function tellable(message: string, root: string): string {
  const plain = stripVTControlCharacters(tidyWords(message, root));
  return plain
    .replaceAll(/(?<=127\.0\.0\.1):\d+/g, "")
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<id>")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, mostLines)
    .join("\n");
}

const frame = /(?:file:\/\/)?(\/[^\s():]+|[A-Za-z]:[^\s():]+):(\d+):(\d+)/g;

/** The first place in the app's own steps. */
function placeIn(stack: string, root: string) {
  for (const [, path = "", line, column] of stack.matchAll(frame)) {
    const file = relative(root, path).split(sep).join("/");
    if (isAbsolute(file) || file.startsWith("..") || !file.startsWith("e2e/steps/")) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return { file: "e2e/journey.e2e.ts" };
}
