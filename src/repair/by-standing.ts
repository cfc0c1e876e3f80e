import type { Standing, Trial } from "../spec/lesson.ts";
import { attemptShape } from "./attempt-shape.ts";
import type { Attempt } from "./fixer.ts";
import type { Proposal } from "./proposal.ts";

/** How a way to mend a kind of error did before. */
export type StandingOf = (trial: Trial) => Standing;

/** A fixer knows its order better than counts do; only what was dropped gives way. */
const places: Readonly<Record<Standing, number>> = { first: 0, usual: 0, alone: 0, last: 1 };

interface ByStanding {
  /** In the order of the fixer, but for what was dropped, which comes last. */
  readonly attempts: readonly Attempt[];
  of(attempt: Attempt): Standing;
}

/** Orders the attempts of a fixer by how such attempts did before. */
export function byStanding(
  attempts: readonly Attempt[],
  { place, standing }: { readonly place: TrialPlace; readonly standing: StandingOf },
): ByStanding {
  const known = new Map(
    attempts.map((attempt): [Attempt, Standing] => [attempt, standing(trialOf(attempt, place))]),
  );
  const of = (attempt: Attempt) => known.get(attempt) ?? "usual";
  const ordered = attempts.toSorted((left, right) => places[of(left)] - places[of(right)]);
  return { attempts: ordered, of };
}

type TrialPlace = Pick<Proposal, "finding" | "fixer">;

/** An attempt in words by which it is known again in another project. */
export function trialOf(attempt: Attempt, { finding, fixer }: TrialPlace): Trial {
  const { code, file, message } = finding;
  return { code, message, actor: fixer, variant: attemptShape(file, attempt) };
}
