/** A place as language servers count: both from 0, characters in UTF-16 units. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** Turns places of one text into offsets and back. */
export interface TextPositions {
  /** A place beyond its line or beyond the text becomes the nearest one that exists. */
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
}

export function textPositions(text: string): TextPositions {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    starts.push(index + 1);
  }
  return {
    offsetAt: ({ line, character }) => {
      const start = starts[line];
      if (start === undefined) return text.length;
      return Math.min(start + character, starts[line + 1] ?? text.length);
    },
    positionAt: (offset) => {
      const line = lineOf(starts, offset);
      return { line, character: offset - (starts[line] ?? 0) };
    },
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
