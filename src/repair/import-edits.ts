import type { ImportDeclaration, ImportDeclarationSpecifier } from "oxc-parser";
import type { SourceFile } from "./source-file.ts";
import { closest, type Span } from "./syntax-tree.ts";
import type { TextEdit } from "./text-edit.ts";

/** The import that a place is in, or null. */
export function importAround(source: SourceFile, place: Span): ImportDeclaration | null {
  return closest(source.around(place), "ImportDeclaration");
}

/** What an import takes: code of each part as it is written. */
export interface ImportParts {
  readonly isType: boolean;
  readonly defaultName: string | null;
  readonly namespace: string | null;
  /** `a`, `type b`, `c as d`. */
  readonly named: readonly string[];
}

export function importParts(source: SourceFile, node: ImportDeclaration): ImportParts {
  const code = ({ start, end }: Span) => source.text.slice(start, end);
  const of = (type: ImportDeclarationSpecifier["type"]) =>
    node.specifiers.filter((specifier) => specifier.type === type);
  const [byDefault] = of("ImportDefaultSpecifier");
  const [all] = of("ImportNamespaceSpecifier");
  return {
    isType: node.importKind === "type",
    defaultName: byDefault?.local.name ?? null,
    namespace: all?.local.name ?? null,
    named: of("ImportSpecifier").map(code),
  };
}

/** Replaces what an import takes; with nothing left to take, the whole line goes. */
export function rewriteImport(
  source: SourceFile,
  node: ImportDeclaration,
  parts: ImportParts,
): TextEdit {
  const { isType, defaultName, namespace, named } = parts;
  if (defaultName === null && namespace === null && named.length === 0) {
    return { ...wholeLines(source.text, node), text: "" };
  }
  const head = source.text.slice(node.start, node.source.start);
  const list = head.includes("\n")
    ? `{\n${named.map((name) => `  ${name},\n`).join("")}}`
    : `{ ${named.join(", ")} }`;
  const taken = [
    defaultName ?? [],
    namespace === null ? [] : `* as ${namespace}`,
    named.length === 0 ? [] : list,
  ].flat();
  const text = `import ${isType ? "type " : ""}${taken.join(", ")} from `;
  return { start: node.start, end: node.source.start, text };
}

/** An import of its own, below the last one, in the manner of the file. */
function addImport(source: SourceFile, statement: ImportParts & { from: string }): TextEdit {
  const last = source.imports.at(-1);
  const quote = source.imports.some(({ moduleRequest }) => source.text[moduleRequest.start] === "'")
    ? "'"
    : '"';
  const hasSemicolon = last === undefined || source.text[last.end - 1] === ";";
  const { isType, defaultName, namespace, named, from } = statement;
  const taken = [
    defaultName ?? [],
    namespace === null ? [] : `* as ${namespace}`,
    named.length === 0 ? [] : `{ ${named.join(", ")} }`,
  ].flat();
  const code = `import ${isType ? "type " : ""}${taken.join(", ")} from ${quote}${from}${quote}${hasSemicolon ? ";" : ""}`;
  if (last !== undefined) return { start: last.end, end: last.end, text: `\n${code}` };
  const start = afterDirectives(source);
  return { start, end: start, text: start === 0 ? `${code}\n\n` : `\n${code}` };
}

/** The import that takes names from a module and can take one more, or null. */
function importFrom(source: SourceFile, from: string): ImportDeclaration | null {
  return (
    source.program.body
      .filter((node) => node.type === "ImportDeclaration")
      .find(
        (node) =>
          node.source.value === from &&
          node.specifiers.length > 0 &&
          node.specifiers.every(({ type }) => type !== "ImportNamespaceSpecifier"),
      ) ?? null
  );
}

/** Takes a name from a module: in an import that is there, else in one of its own. */
export function takeName(
  source: SourceFile,
  {
    name,
    from,
    isType,
  }: { readonly name: string; readonly from: string; readonly isType: boolean },
): TextEdit {
  const known = importFrom(source, from);
  if (known === null) {
    return addImport(source, { from, isType, defaultName: null, namespace: null, named: [name] });
  }
  const parts = importParts(source, known);
  if (parts.isType && !isType) {
    return addImport(source, { from, isType, defaultName: null, namespace: null, named: [name] });
  }
  const written = isType && !parts.isType ? `type ${name}` : name;
  return rewriteImport(source, known, { ...parts, named: [...parts.named, written] });
}

/** A statement with the line end behind it when nothing else is on its lines. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const isFirst = text.slice(lineStart, start).trim() === "";
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  return isFirst && rest !== null
    ? { start: lineStart, end: end + rest[0].length }
    : { start, end };
}

function afterDirectives({ program, text }: SourceFile): number {
  const directive = program.body.findLast(
    (node) => node.type === "ExpressionStatement" && "directive" in node && Boolean(node.directive),
  );
  if (directive !== undefined) return directive.end;
  const shebang = /^#!.*\r?\n/.exec(text);
  return shebang === null ? 0 : shebang[0].length;
}
