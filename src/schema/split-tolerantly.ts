import type { Diagnostic } from "../core/diagnostic.ts";
import { splitStatements, type SplitOptions, type SplitStatement } from "./split-statements.ts";

/** What of a text can be read, and what cannot. */
export interface TolerantSplit {
  readonly statements: readonly SplitStatement[];
  /** One syntax error for each piece that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Like `splitStatements`, but a syntax error costs only its own statement: the text is then cut at semicolons
 * outside of texts, comments and function bodies, and each piece is parsed alone.
 */
export async function splitTolerantly(
  text: string,
  options: SplitOptions = {},
): Promise<TolerantSplit> {
  const sql = text.replaceAll(dumpCommand, (line) => " ".repeat(line.length));
  const whole = await splitStatements(sql, options);
  if (whole.diagnostics.length === 0) return whole;
  const statements: SplitStatement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { text, before } of piecesOf(sql)) {
    // Blank lines and columns in front keep every position as it is in the whole text.
    const split = await splitStatements(before.replaceAll(/[^\n]/g, " ") + text, options);
    statements.push(...split.statements);
    diagnostics.push(...split.diagnostics);
  }
  return { statements, diagnostics };
}

/** Newer dumps begin and end with a command to psql that guards against commands in names. */
const dumpCommand = /^\\(?:un)?restrict [A-Za-z0-9]+$/gm;

interface Piece {
  readonly text: string;
  /** All that stands before it. */
  readonly before: string;
}

/** Longest first: comments, quoted texts and names, dollar-quoted bodies, bodies of the SQL standard. */
const opaque =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\b[eE]'(?:[^'\\]|\\.|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|\bbegin\s+atomic\b[\s\S]*?(?:;\s*end\b|$)|;/gi;

function piecesOf(sql: string): readonly Piece[] {
  const ends = [...sql.matchAll(opaque)]
    .filter(([match]) => match === ";")
    .map(({ index }) => index + 1);
  return [...ends, sql.length].map((end, place) => {
    const start = ends[place - 1] ?? 0;
    return { text: sql.slice(start, end), before: sql.slice(0, start) };
  });
}
