import type { Node } from "@pgsql/types";
import { deparseSync } from "pgsql-deparser";

/** Longest parenthesis that is printed on one line, in characters. */
const lineWidth = 100;

/** Dollar-quoted, escaped and plain strings, and quoted names. */
const literalPattern =
  /\$([A-Za-z_][A-Za-z0-9_]*)?\$[\s\S]*?\$\1\$|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/**
 * Prints one statement from its tree: without a closing semicolon, in lower case,
 * over several lines where the printer breaks them.
 */
export function printSql(node: Node): string {
  return outsideLiterals(deparseSync(node, { pretty: true }), layOut);
}

/** Prints a statement or an expression on one line. */
export function printLine(node: Node): string {
  return outsideLiterals(deparseSync(node, { pretty: false }), layOut);
}

/** Changes everything but literals and quoted names, in which every byte counts. */
function outsideLiterals(sql: string, change: (masked: string) => string): string {
  const literals: string[] = [];
  const masked = sql.replace(literalPattern, (literal) => {
    literals.push(literal.startsWith("E'") ? `e${literal.slice(1)}` : literal);
    return `\uE000${literals.length - 1}\uE001`;
  });
  return change(masked).replace(
    /\uE000(\d+)\uE001/g,
    (_, index: string) => literals[Number(index)] ?? "",
  );
}

/** The printer's layout in the style of hand-written migrations. Literals are masked: case and spaces are free. */
function layOut(masked: string): string {
  return masked
    .toLowerCase()
    .replace(/[ \t]+$/gm, "")
    .replace(/\n {2}as permissive$/m, "")
    .replace(/ restrict$/, "")
    .replace(/\bexecute procedure\b/g, "execute function")
    .replace(/\bforeign key\(/g, "foreign key (")
    .replace(/ on conflict /g, "\non conflict ")
    .replace(/\(\((select (?:[^()]|\(\))*)\)\)/g, "($1)")
    .replace(/\((select\s(?:[^()]|\(\))*)\)/g, (whole, inner: string) =>
      onOneLine(whole, `(${inner})`),
    )
    .replace(/\(\n +([^\n]*)\n +\)/g, (whole, inner: string) => onOneLine(whole, `(${inner})`))
    .replace(/\b(constraint \S+)\n\s+(check|unique) /g, "$1 $2 ")
    .replace(/^(alter table \S+)\n +([^\n]*)$/, "$1 $2")
    .replace(
      /^(create or replace function \S+) (returns trigger) (.*) as (\uE000\d+\uE001)$/m,
      layOutFunction,
    );
}

function onOneLine(whole: string, joined: string): string {
  const line = joined.replace(/\s+/g, " ");
  return line.length <= lineWidth ? line : whole;
}

function layOutFunction(
  _: string,
  ...[head = "", returns = "", options = "", body = ""]: string[]
): string {
  const lines = options
    .replace(/ (security definer)/, "\n$1")
    .replace(/ set search_path to /, "\nset search_path = ")
    .split("\n");
  return [head, returns, ...lines, `as ${body}`].join("\n");
}
