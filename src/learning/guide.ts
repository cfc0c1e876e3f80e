import type { LessonRecord, Standing, Trial } from "../spec/lesson.ts";
import { addRecords, type LessonLog } from "./lesson-log.ts";
import { signatureOf } from "./signature.ts";
import { compareRecords, standingOf } from "./standing.ts";

/** How a way to mend something did before; `usual` when nothing is known of it. */
export function standingIn(log: LessonLog, trial: Trial): Standing {
  const record = recordsOf(log, trial).find(({ variant }) => variant === trial.variant);
  return record === undefined ? "usual" : standingOf(record);
}

interface Choice {
  /** What was found: kinds of errors that are mended together. */
  readonly found: readonly Pick<Trial, "code" | "message">[];
  readonly actor: string;
  /** All ways there are, in the order in which they are tried when nothing is known. */
  readonly variants: readonly string[];
}

/**
 * The way to begin with: the one that wins most surely, else the first that was not dropped. Null when nothing speaks
 * for another order than the usual one.
 */
export function preferredVariant(
  log: LessonLog,
  { found, actor, variants }: Choice,
): string | null {
  const records = new Map<string, LessonRecord>();
  for (const record of found.flatMap((kind) => recordsOf(log, { ...kind, actor }))) {
    const { variant } = record;
    const known = records.get(variant);
    if (variants.includes(variant)) {
      records.set(variant, known === undefined ? record : addRecords(known, record));
    }
  }
  const [best] = [...records.values()].toSorted(compareRecords);
  if (best !== undefined && standingOf(best) === "first") return best.variant;
  const next = variants.find((variant) => {
    const record = records.get(variant);
    return record === undefined || standingOf(record) !== "last";
  });
  return next === undefined || next === variants[0] ? null : next;
}

function recordsOf(
  log: LessonLog,
  { actor, ...found }: Pick<Trial, "code" | "message" | "actor">,
): readonly LessonRecord[] {
  const records = log.get(signatureOf(found).id)?.records ?? [];
  return records.filter((record) => record.actor === actor);
}
