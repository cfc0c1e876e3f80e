/** A line without its end. */
export interface Line {
  readonly start: number;
  /** Where the line end stands. */
  readonly end: number;
  readonly text: string;
}

export function lineAround(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const next = text.indexOf("\n", offset);
  const end = next === -1 ? text.length : next;
  return { start, end, text: text.slice(start, end) };
}

export function allLines(text: string): readonly Line[] {
  const first = lineAround(text, 0);
  return [first, ...linesAfter(text, first.end)];
}

/** All lines that begin behind an offset at the end of a line. */
export function linesAfter(text: string, offset: number): readonly Line[] {
  const lines: Line[] = [];
  for (let start = offset + 1; start <= text.length;) {
    const line = lineAround(text, start);
    lines.push(line);
    start = line.end + 1;
  }
  return lines;
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
