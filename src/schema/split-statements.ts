import { hasSqlDetails, parse } from "libpg-query";
import type { Node, ParseResult } from "@pgsql/types";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/** One statement of a text: without its semicolon and without what comes before its first word. */
export interface SplitStatement {
  readonly sql: string;
  /** Of the first word; both from 1, columns counted in characters. */
  readonly line: number;
  readonly column: number;
  readonly node: Node;
}

export interface SplitResult {
  readonly statements: readonly SplitStatement[];
  /** Empty, or the one syntax error at which the parser stopped; then there are no statements. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SplitOptions {
  /** Where the text comes from, for findings. Default: null. */
  readonly file?: string | null;
}

/** Cuts SQL into statements with the parser of Postgres 17 itself. */
export async function splitStatements(
  sql: string,
  { file = null }: SplitOptions = {},
): Promise<SplitResult> {
  if (sql.includes("\0")) return { statements: [], diagnostics: [nulCharacter(sql, file)] };
  let result: ParseResult;
  try {
    result = await parse(sql);
  } catch (error) {
    // Nothing but blanks and comments is no statement, and no error of the text.
    if (sql.slice(skipBlanks(sql, 0)) === "") return { statements: [], diagnostics: [] };
    return { statements: [], diagnostics: [syntaxError({ sql, file, error })] };
  }
  const indexOf = byteIndexes(sql);
  const positionAt = risingPositions(sql);
  const statements = (result.stmts ?? []).flatMap(({ stmt, stmt_location = 0, stmt_len = 0 }) => {
    if (stmt === undefined) return [];
    const start = skipBlanks(sql, indexOf(stmt_location));
    const end = stmt_len === 0 ? sql.length : indexOf(stmt_location + stmt_len);
    return [{ sql: sql.slice(start, end).trimEnd(), ...positionAt(start), node: stmt }];
  });
  return { statements, diagnostics: [] };
}

/** The parser counts bytes of UTF-8, strings count UTF-16 units. Offsets must be asked for in rising order. */
function byteIndexes(sql: string): (offset: number) => number {
  let index = 0;
  let bytes = 0;
  return (offset) => {
    if (offset < bytes) [index, bytes] = [0, 0];
    while (bytes < offset && index < sql.length) {
      const point = sql.codePointAt(index) ?? 0;
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      index += point < 0x10000 ? 1 : 2;
    }
    return index;
  };
}

/** The first place from `start` that is neither blank nor inside a comment. */
function skipBlanks(sql: string, start: number): number {
  let index = start;
  for (;;) {
    const blank = /^(?:\s+|--[^\n]*)/.exec(sql.slice(index, index + 10_000));
    if (blank !== null) index += blank[0].length;
    else if (sql.startsWith("/*", index)) index = endOfBlockComment(sql, index);
    else return index;
  }
}

/** Block comments nest in Postgres. */
function endOfBlockComment(sql: string, start: number): number {
  let depth = 0;
  let index = start;
  do {
    if (sql.startsWith("/*", index)) {
      depth += 1;
      index += 2;
    } else if (sql.startsWith("*/", index)) {
      depth -= 1;
      index += 2;
    } else {
      index += 1;
    }
  } while (depth > 0 && index < sql.length);
  return index;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function positionAt(sql: string, index: number): Position {
  return risingPositions(sql)(index);
}

/** Places in the text, which must be asked for in rising order: what lies before the last one is not read again. */
function risingPositions(sql: string): (index: number) => Position {
  let line = 1;
  let lineStart = 0;
  return (index) => {
    for (;;) {
      const lineEnd = sql.indexOf("\n", lineStart);
      if (lineEnd === -1 || lineEnd >= index) break;
      line += 1;
      lineStart = lineEnd + 1;
    }
    return { line, column: Array.from(sql.slice(lineStart, index)).length + 1 };
  };
}

interface SyntaxError {
  readonly sql: string;
  readonly file: string | null;
  readonly error: unknown;
}

function syntaxError({ sql, file, error }: SyntaxError): Diagnostic {
  if (!(error instanceof Error)) throw error;
  if (!hasSqlDetails(error)) throw error;
  const characters = [...sql];
  const cursor = Math.min(Math.max(0, error.sqlDetails.cursorPosition), characters.length);
  return diagnostic({
    code: "schema/syntax",
    file,
    ...positionAt(sql, characters.slice(0, cursor).join("").length),
    message: `The SQL cannot be read: ${error.message}.`,
    fix: "Correct the statement; it must be SQL of Postgres 17.",
  });
}

function nulCharacter(sql: string, file: string | null): Diagnostic {
  return diagnostic({
    code: "schema/syntax",
    file,
    ...positionAt(sql, sql.indexOf("\0")),
    message: "The SQL contains the character U+0000, which Postgres cannot read.",
    fix: "Remove it.",
  });
}
