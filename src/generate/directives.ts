import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/** A template line that tells the composer something, in whatever comment style its file type has. */
export type Directive =
  | { readonly kind: "slot"; readonly name: string }
  | ({ readonly kind: "if" } & Condition)
  | { readonly kind: "else" }
  | { readonly kind: "end" };

/** A slot that is filled, a feature that is in the app, or a parameter of the template's own feature that has one of the values. */
export type Condition =
  | { readonly subject: "slot" | "feature"; readonly name: string }
  | { readonly subject: "value"; readonly name: string; readonly values: readonly string[] };

const commentLine =
  /^\s*(?:\{\/\*\s*(@[^*]*?)\s*\*\/\}|\/\*\s*(@[^*]*?)\s*\*\/|<!--\s*(@.*?)\s*-->|\/\/\s*(@.*?)|#\s*(@.*?))\s*$/;

/** Reads a line as a directive; null for any other line, "malformed" for one that looks like a directive and is none. */
export function readDirective(line: string): Directive | "malformed" | null {
  const match = commentLine.exec(line);
  const body = match?.slice(1).find((group) => group !== undefined);
  if (body === undefined || !/^@(?:slot|if|else|end)\b/.test(body)) return null;
  const words = body.split(/\s+/);
  const [keyword, first, second] = words;
  if (keyword === "@slot" && first !== undefined && words.length === 2) {
    return { kind: "slot", name: first };
  }
  if (
    keyword === "@if" &&
    (first === "slot" || first === "feature") &&
    second !== undefined &&
    words.length === 3
  ) {
    return { kind: "if", subject: first, name: second };
  }
  if (keyword === "@if" && first === "value" && second !== undefined && words.length >= 4) {
    return { kind: "if", subject: "value", name: second, values: words.slice(3) };
  }
  if (keyword === "@else" && words.length === 1) return { kind: "else" };
  if (keyword === "@end" && words.length === 1) return { kind: "end" };
  return "malformed";
}

interface ResolveInput {
  readonly file: string;
  readonly text: string;
  readonly holds: (condition: Condition) => boolean;
}

/** Keeps the branch of every condition that holds and removes the condition lines. Slots stay for the next step. */
export function resolveConditions(input: ResolveInput): {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
} {
  const kept: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let open: { keeps: boolean; line: number; hasElse: boolean } | null = null;
  const report = (line: number, message: string) => {
    diagnostics.push(
      diagnostic({
        code: "compose-directive",
        message,
        file: input.file,
        line,
        fix: "Write @if slot <name>, @if feature <id> or @if value <parameter> <value>..., then optionally @else, then @end, each on a line of its own, without nesting.",
      }),
    );
  };
  for (const [index, line] of input.text.split("\n").entries()) {
    const directive = readDirective(line);
    if (directive === null || (directive !== "malformed" && directive.kind === "slot")) {
      if (open === null || open.keeps) kept.push(line);
    } else if (directive === "malformed") {
      report(index + 1, `The directive "${line.trim()}" cannot be read.`);
    } else if (directive.kind === "if") {
      if (open !== null) report(index + 1, "A condition inside a condition is not supported.");
      open = { keeps: input.holds(directive), line: index + 1, hasElse: false };
    } else if (open === null) {
      report(index + 1, `@${directive.kind} without an @if before it.`);
    } else if (directive.kind === "else") {
      if (open.hasElse) report(index + 1, "A second @else for the same @if.");
      open = { keeps: !open.keeps, line: open.line, hasElse: true };
    } else {
      open = null;
    }
  }
  if (open !== null) report(open.line, "This @if has no @end.");
  return { text: kept.join("\n"), diagnostics };
}
