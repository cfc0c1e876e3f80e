import type { Standing, Trial } from "../spec/lesson.ts";
import type { LessonLog } from "./lesson-log.ts";
import { signatureOf } from "./signature.ts";
import { compareRecords, standingOf } from "./standing.ts";

/** How a way to mend something did before; `usual` when nothing is known of it. */
export function standingIn(log: LessonLog, trial: Trial): Standing {
  const records = log.get(signatureOf(trial).id)?.records ?? [];
  const record = records.find(
    ({ actor, variant }) => actor === trial.actor && variant === trial.variant,
  );
  return record === undefined ? "usual" : standingOf(record);
}

interface Choice {
  readonly code: string;
  readonly message: string;
  readonly actor: string;
  /** All there are, in the order in which they are tried when nothing is known. */
  readonly variants: readonly string[];
}

/**
 * The way to begin with: the one that wins most surely, else the first that was not dropped. Null when nothing speaks
 * for another order than the usual one.
 */
export function preferredVariant(log: LessonLog, choice: Choice): string | null {
  const { actor, variants } = choice;
  const records = (log.get(signatureOf(choice).id)?.records ?? []).filter(
    (record) => record.actor === actor && variants.includes(record.variant),
  );
  const [best] = records.toSorted(compareRecords);
  if (best !== undefined && standingOf(best) === "first") return best.variant;
  const isDropped = (variant: string) =>
    records.some((record) => record.variant === variant && standingOf(record) === "last");
  const [usual] = variants;
  const next = variants.find((variant) => !isDropped(variant));
  return next === undefined || next === usual ? null : next;
}
