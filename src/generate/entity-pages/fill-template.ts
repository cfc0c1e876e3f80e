import { BugError } from "../../core/errors.ts";
import { safeWords } from "./safe-words.ts";

/** What the marks of a template stand for. A mark that is not here is a bug of the template or its printer. */
export interface TemplateValues {
  /** `$name$` anywhere in the text: identifiers, paths, and words for people. */
  readonly words: Readonly<Record<string, string>>;
  /** `@if name` and `@if !name`, on lines of their own, up to `@else` or `@end`. */
  readonly flags: Readonly<Record<string, boolean>>;
  /** `@print name`, on a line of its own: code that takes the place of the line. `$name$` also stands for code. */
  readonly code: Readonly<Record<string, string>>;
}

const markLine =
  /^\s*(?:\{\/\*\s*@(if|else|end|print)(?:\s+(!?\w+))?\s*\*\/\}|\/\/\s*@(if|else|end|print)(?:\s+(!?\w+))?)\s*$/;

/** A template with its conditions resolved, printed code in its place and words filled in. */
export function fillTemplate(text: string, values: TemplateValues): string {
  const kept: string[] = [];
  // Whether each open condition, the outermost first, keeps its lines.
  const open: boolean[] = [];
  for (const line of text.split("\n")) {
    const match = markLine.exec(line);
    const kind = match?.[1] ?? match?.[3];
    const name = match?.[2] ?? match?.[4] ?? "";
    const isKept = open.every(Boolean);
    if (kind === "if") open.push(holds(name, values));
    else if (kind === "else") open.push(!popOpen(open, line));
    else if (kind === "end") popOpen(open, line);
    else if (!isKept) continue;
    else if (kind === "print") kept.push(lookUp(name, values.code));
    else kept.push(fillWords(line, values));
  }
  if (open.length > 0) throw new BugError("A condition of a page template has no @end.");
  return kept.join("\n");
}

function popOpen(open: boolean[], line: string): boolean {
  const last = open.pop();
  if (last === undefined) throw new BugError(`"${line.trim()}" has no @if before it.`);
  return last;
}

function holds(name: string, { flags }: TemplateValues): boolean {
  return name.startsWith("!") ? !lookUp(name.slice(1), flags) : lookUp(name, flags);
}

function fillWords(line: string, { words, code }: TemplateValues): string {
  return line.replace(/\$([A-Za-z]\w*)\$/g, (_, name: string) =>
    Object.hasOwn(code, name) ? lookUp(name, code) : safeWords(lookUp(name, words)),
  );
}

function lookUp<Value>(name: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) {
    throw new BugError(
      `A page template has "${name}"; known are ${Object.keys(values).join(", ") || "none"}.`,
    );
  }
  return value;
}
