import type { Node } from "@pgsql/types";
import { deparseSync } from "pgsql-deparser";
import { printDropOnTable } from "./print-drop.ts";

/** Longest parenthesis that is printed on one line, in characters. */
const lineWidth = 100;

/**
 * Prints one statement from its tree: without a closing semicolon, in lower case,
 * over several lines where the printer breaks them.
 */
export function printSql(node: Node): string {
  return printDropOnTable(node) ?? printAround(node, true);
}

/** Prints a statement or an expression on one line. */
export function printLine(node: Node): string {
  const constant: unknown = "A_Const" in node ? node.A_Const : null;
  return hasText(constant) ? quotedText(constant.sval.sval) : printAround(node, false);
}

/**
 * Free text never reaches the printer: it would indent the lines of a text that has several. A mark stands
 * in its place while the statement is printed and laid out.
 */
function printAround(node: Node, pretty: boolean): string {
  const texts: string[] = [];
  const marked = markTexts(node, (text) => {
    texts.push(text);
    return `\uE000${texts.length - 1}\uE001`;
  });
  const textAt = (index: string | undefined): string => texts[Number(index)] ?? "";
  const names: string[] = [];
  const masked = deparseSync(marked, { pretty }).replace(/"(?:[^"]|"")*"/g, (name) => {
    names.push(name);
    return `\uE002${names.length - 1}\uE003`;
  });
  return layOut(masked)
    .replace(/\uE002(\d+)\uE003/g, (_, index: string) => names[Number(index)] ?? "")
    .replace(
      /\$\$\uE000(\d+)\uE001\$\$|'?\uE000(\d+)\uE001'?/g,
      (_, body?: string, text?: string) =>
        body === undefined ? quotedText(textAt(text)) : dollarQuoted(textAt(body)),
    );
}

/**
 * The tree with every text constant, comment and function body replaced by what `mark` returns. What holds none is
 * shared with the given tree and the rest copied: every statement of a migration comes through here.
 */
function markTexts<Tree extends object>(tree: Tree, mark: (text: string) => string): Tree {
  let marked: Tree | null = null;
  for (const key in tree) {
    const value: unknown = tree[key];
    if (!isObject(value) && key !== "comment") continue;
    const inner: unknown = isObject(value) ? markTexts(value, mark) : value;
    const replaced = markedValue({ key, value: inner, mark });
    if (replaced === value) continue;
    marked ??= copyOf(tree);
    Reflect.set(marked, key, replaced);
  }
  return marked ?? tree;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function copyOf<Tree extends object>(tree: Tree): Tree {
  return Array.isArray(tree) ? Object.assign([], tree) : { ...tree };
}

interface Marking {
  readonly key: string;
  readonly value: unknown;
  readonly mark: (text: string) => string;
}

/** Inner values come before outer ones, so that a constant is known by what it holds. */
function markedValue({ key, value, mark }: Marking): unknown {
  if (key === "comment" && typeof value === "string") return mark(value);
  if (key === "A_Const" && hasText(value))
    return { ...value, sval: { sval: mark(value.sval.sval) } };
  if (key === "DefElem" && isBody(value)) {
    if ("String" in value.arg)
      return { ...value, arg: { String: { sval: mark(value.arg.String.sval) } } };
    const [body] = value.arg.List.items;
    return { ...value, arg: { List: { items: [{ String: { sval: mark(body.String.sval) } }] } } };
  }
  return value;
}

interface TextConstant {
  readonly sval: { readonly sval: string };
}

function hasText(value: unknown): value is TextConstant {
  return typeof value === "object" && value !== null && "sval" in value;
}

interface FunctionBody {
  readonly defname: "as";
  /** Of a function a list, of a block the text itself. */
  readonly arg:
    | {
        readonly List: {
          readonly items: readonly [{ readonly String: { readonly sval: string } }];
        };
      }
    | { readonly String: { readonly sval: string } };
}

function isBody(value: unknown): value is FunctionBody {
  return (
    typeof value === "object" && value !== null && "defname" in value && value.defname === "as"
  );
}

/** Backslashes stand for themselves: strings conform to the standard since Postgres 9.1. */
function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function dollarQuoted(body: string): string {
  let tag = "$$";
  for (let count = 1; body.includes(tag.slice(0, -1)); count += 1) tag = `$body${count}$`;
  return `${tag}${body}${tag}`;
}

/** The printer's layout in the style of hand-written migrations. Texts are masked: case and spaces are free. */
function layOut(masked: string): string {
  return (
    masked
      .toLowerCase()
      .replace(/[ \t]+$/gm, "")
      .replace(/\n {2}as permissive$/m, "")
      .replace(/ restrict$/, "")
      .replace(/\bexecute procedure\b/g, "execute function")
      .replace(/\bforeign key\(/g, "foreign key (")
      // The printer writes the words of CREATE PUBLICATION here too.
      .replace(/^(alter publication \S+ (?:add|drop)) for table table /, "$1 table ")
      .replace(/ on conflict /g, "\non conflict ")
      .replace(/\(\((select (?:[^()]|\(\))*)\)\)/g, "($1)")
      .replace(/\((select\s(?:[^()]|\(\))*)\)/g, (whole, inner: string) =>
        onOneLine(whole, `(${inner})`),
      )
      .replace(/\(\n +([^\n]*)\n +\)/g, (whole, inner: string) => onOneLine(whole, `(${inner})`))
      .replace(/\b(constraint \S+)\n\s+(check|unique) /g, "$1 $2 ")
      .replace(/^(alter table \S+)\n +([^\n]*)$/, "$1 $2")
      .replace(
        /^(create or replace function \S+(?:\s[\s\S]*?\))?) (returns (?:trigger|int|setof \S+)) (.*) as (\$\$\uE000\d+\uE001\$\$)$/m,
        layOutFunction,
      )
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
