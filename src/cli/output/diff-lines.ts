import { counted } from "../../core/counted.ts";
import type { DatabaseDiff } from "../../pipeline/diff-database.ts";
import type { Difference } from "../../spec/difference.ts";
import { paint } from "./paint.ts";

interface DiffOutput {
  /** The file that the migration was written to, if any. */
  readonly file: string | null;
}

/** One line a difference, then what can be done about them. */
export function diffLines(diff: DatabaseDiff, { file }: DiffOutput): readonly string[] {
  const { differences, database, title } = diff;
  if (differences.length === 0)
    return [`Nothing differs between ${database} and the entities of ${title}.`];
  return [...differences.map(differenceLine), "", ...summary(diff, file)];
}

function differenceLine({ label, message }: Difference): string {
  const word = label === "destructive" ? paint.red("destructive") : paint.green("additive   ");
  return `${word}  ${message}`;
}

function summary(diff: DatabaseDiff, file: string | null): readonly string[] {
  const { differences, database, title, statements, remaining } = diff;
  const destructive = differences.filter(({ label }) => label === "destructive").length;
  const written = file === null ? "--sql <file> writes the migration" : `${file} is the migration`;
  return [
    `${counted(differences.length, "difference")} between ${database} and the entities of ${title}, ${destructive} destructive.`,
    `${written}: ${counted(statements.length, "statement")}; ${tried(remaining)}.`,
    ...(remaining ?? []).map(({ message }) => `  left: ${message}`),
  ];
}

function tried(remaining: DatabaseDiff["remaining"]): string {
  if (remaining === null) return "on a server it was not tried";
  if (remaining.length === 0) return "tried here, it leaves no difference";
  return `tried here, it leaves ${remaining.length}`;
}
