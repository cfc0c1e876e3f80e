/** Fits text into columns of a terminal: widths in characters. */
export const LINE_WIDTH = 80;

interface WrapOptions {
  /** Stands before every line. Default: nothing. */
  readonly indent?: string;
  /** Stands before the first line instead of `indent`. Default: `indent`. */
  readonly first?: string;
  /** Default: 80. */
  readonly width?: number;
}

/** Wraps text at spaces. Words longer than the width stay whole. */
export function wrap(
  text: string,
  { indent = "", first = indent, width = LINE_WIDTH }: WrapOptions = {},
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** The length of the longest text, for padding a column. */
export function columnWidth(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Rows of a name and a text that is wrapped beside it, two columns in. `paint` colours the text. */
export function nameRows(
  rows: readonly (readonly [name: string, text: string])[],
  paint: (text: string) => string,
): readonly string[] {
  const width = columnWidth(rows.map(([name]) => name));
  return rows.flatMap(([name, text]) =>
    wrap(text, { width: LINE_WIDTH - width - 4 }).map(
      (line, index) => `  ${(index === 0 ? name : "").padEnd(width)}  ${paint(line)}`,
    ),
  );
}
