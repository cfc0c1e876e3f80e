import { BugError } from "../core/errors.ts";

/** Replaces what stands between two offsets of a text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text after all edits, whose offsets are those of the text before. The same edit twice counts once.
 * @throws BugError when two edits overlap: callers ask `overlaps` first.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let done = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < done) throw new BugError("Two edits of a repair overlap.");
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}

/** Whether one of the edits touches what one of the others replaces, or both insert at one place. */
export function overlaps(left: readonly TextEdit[], right: readonly TextEdit[]): boolean {
  return left.some((one) =>
    right.some(
      (other) =>
        !isSame(one, other) &&
        ((one.start < other.end && other.start < one.end) || one.start === other.start),
    ),
  );
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((left, right) => left.start - right.start || left.end - right.end);
  return sorted.filter((edit, index) => {
    const before = sorted[index - 1];
    return before === undefined || !isSame(before, edit);
  });
}

function isSame(left: TextEdit, right: TextEdit): boolean {
  return left.start === right.start && left.end === right.end && left.text === right.text;
}
