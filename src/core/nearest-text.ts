import { compareText } from "./compare-text.ts";

/**
 * The candidates that `text` may be a misspelling of, best first, at most `limit` (default: 1).
 * A candidate qualifies when at most a third of the text's letters (and never more than 3) must change.
 */
export function nearestTexts(
  text: string,
  { candidates, limit = 1 }: { readonly candidates: Iterable<string>; readonly limit?: number },
): readonly string[] {
  const wanted = text.toLowerCase();
  const allowed = Math.min(3, Math.floor(wanted.length / 3));
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= allowed)
    .toSorted(
      (left, right) => left.edits - right.edits || compareText(left.candidate, right.candidate),
    )
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** How many letters must be put in, taken out, replaced or swapped with their neighbour. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const isSwap =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + cost,
          isSwap ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(left.length, right.length);
}
