import { compareText } from "../core/compare-text.ts";

/** What a compiler or a rule of ours found at a place of a source file. Offsets count UTF-16 units. */
export interface Finding {
  /** `TS2304`, or the name of a rule of ours: `react/missing-key`. */
  readonly code: string;
  /** Path in the project, forward slashes. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly message: string;
}

/** By file, place and code. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    compareText(left.file, right.file) ||
    left.start - right.start ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}
