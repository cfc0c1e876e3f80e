import { counted } from "../../core/counted.ts";
import type { FileRewrite, LeftError, ProjectFix } from "../../pipeline/fix-project.ts";
import { paint } from "./paint.ts";
import { unifiedDiff } from "./unified-diff.ts";

interface RoundNumbers {
  readonly round: number;
  readonly maxRounds: number;
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  readonly fixes: readonly unknown[];
}

/** Progress: "Round 2 of 25: 3 fixes, 7 errors left (10 before)". */
export function roundLine({
  round,
  maxRounds,
  errorsBefore,
  errorsAfter,
  fixes,
}: RoundNumbers): string {
  const did =
    fixes.length === 0
      ? "nothing that helped"
      : fixes.length === 1
        ? "1 fix"
        : `${fixes.length} fixes`;
  return paint.dim(
    `Round ${round} of at most ${maxRounds}: ${did}, ${counted(errorsAfter, "error")} left (${errorsBefore} before)`,
  );
}

/** The diff, what is left and why, and the sum of it all. */
export function fixLines(
  result: ProjectFix,
  { isDryRun }: { readonly isDryRun: boolean },
): readonly string[] {
  return [
    ...result.changes.flatMap(diffOf),
    ...(result.changes.length > 0 ? [""] : []),
    ...result.left.flatMap(leftLines),
    ...(result.left.length > 0 ? [""] : []),
    ...summary(result, isDryRun),
  ];
}

function diffOf(change: FileRewrite): readonly string[] {
  return unifiedDiff(change).map((line) => {
    if (line.startsWith("+") && !line.startsWith("+++")) return paint.green(line);
    if (line.startsWith("-") && !line.startsWith("---")) return paint.red(line);
    return line.startsWith("@@") ? paint.cyan(line) : line;
  });
}

function leftLines({ code, file, line, message, why }: LeftError): readonly string[] {
  const [first = ""] = message.split("\n");
  return [
    `${paint.red("left")} ${file}:${line} ${paint.dim(code)}`,
    `  ${first}`,
    `  ${paint.cyan(`${why}.`)}`,
  ];
}

function summary(
  { before, after, fixes, filesTouched }: ProjectFix,
  isDryRun: boolean,
): readonly string[] {
  if (before.errors === 0) return ["No errors: nothing to do."];
  const did = `${counted(before.errors, "error")} before, ${after.errors} after; ${fixes.length === 1 ? "1 fix" : `${fixes.length} fixes`} in ${counted(filesTouched.length, "file")}.`;
  return isDryRun && filesTouched.length > 0
    ? [did, "Nothing was changed: this was a dry run."]
    : [did];
}
