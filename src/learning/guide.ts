import type { LessonRecord, Standing, Trial } from "../spec/lesson.ts";
import { addRecords, type LessonLog } from "./lesson-log.ts";
import { signatureOf } from "./signature.ts";
import { standingOf, winInterval } from "./standing.ts";

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
 * The way to begin with: of those that were not dropped the one that wins most surely, the earlier one where two are
 * alike. Null when that is the first one anyway, or when all were dropped.
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
  const sureness = (variant: string) => {
    const record = records.get(variant) ?? unknown;
    return standingOf(record) === "last" ? -1 : winInterval(record)[0];
  };
  const [best] = variants.toSorted((left, right) => sureness(right) - sureness(left));
  return best === undefined || best === variants[0] || sureness(best) < 0 ? null : best;
}

const unknown = { recentWins: 0, recentLosses: 0 };

function recordsOf(
  log: LessonLog,
  { actor, ...found }: Pick<Trial, "code" | "message" | "actor">,
): readonly LessonRecord[] {
  const records = log.get(signatureOf(found).id)?.records ?? [];
  return records.filter((record) => record.actor === actor);
}
