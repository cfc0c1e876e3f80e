import { compareText } from "../core/compare-text.ts";
import type { Diagnostic } from "../core/diagnostic.ts";

/** Orders findings by file, line and column: tools report files in the order in which their threads finish them. */
export function byPlace(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.subject.file ?? "", right.subject.file ?? "") ||
    (left.subject.line ?? 0) - (right.subject.line ?? 0) ||
    (left.subject.column ?? 0) - (right.subject.column ?? 0) ||
    compareText(left.subject.name ?? "", right.subject.name ?? "") ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}
