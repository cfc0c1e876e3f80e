/** Fits text into columns of a terminal: widths in characters. */
export const LINE_WIDTH = 80;

/** Wraps text at spaces; following lines start with `indent`. Words longer than the width stay whole. */
export function wrap(text: string, { indent, width = LINE_WIDTH }: WrapOptions): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const candidate = line === "" ? word : `${line} ${word}`;
    const isTooLong = candidate.length + (lines.length === 0 ? 0 : indent.length) > width;
    if (line !== "" && isTooLong) {
      lines.push(line);
      line = word;
    } else {
      line = candidate;
    }
  }
  return [...lines, line].map((text, index) => (index === 0 ? text : indent + text));
}

interface WrapOptions {
  readonly indent: string;
  /** Default: 80. */
  readonly width?: number;
}

/** The length of the longest text, for padding a column. */
export function columnWidth(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
