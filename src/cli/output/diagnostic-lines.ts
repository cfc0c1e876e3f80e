import { paint } from "./paint.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";

/** The one rendering of a finding: where, what, and how to mend it. */
export function diagnosticLines(found: Diagnostic): readonly string[] {
  const where = place(found);
  const head = [severity(found), where, paint.dim(found.code)]
    .filter((part) => part !== "")
    .join(" ");
  const message = found.message.split("\n").map((line) => `  ${line}`);
  return found.fix === null ? [head, ...message] : [head, ...message, `  ${paint.cyan(found.fix)}`];
}

function place({ subject }: Diagnostic): string {
  const { file, line, column, name } = subject;
  if (file === null) return name ?? "";
  const position = [line, line === null ? null : column].filter((part) => part !== null);
  return [[file, ...position].join(":"), name ?? ""].filter((part) => part !== "").join(" ");
}

function severity({ severity: level }: Diagnostic): string {
  switch (level) {
    case "error":
      return paint.red("error");
    case "warning":
      return paint.yellow("warning");
    case "info":
      return paint.blue("info");
  }
}
