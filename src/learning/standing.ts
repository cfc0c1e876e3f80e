import { compareText } from "../core/compare-text.ts";
import type { LessonRecord, Standing } from "../spec/lesson.ts";

/** Of a normal distribution: one result in ten lies below the interval, one in ten above it. */
const z = 1.28;

/**
 * Where the true share of wins is believed to lie after these results: the score interval of E. B. Wilson, "Probable
 * Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22
 * (1927), 209-212. From 0 to 1 when there are no results. Two wins and no loss give 0.55 to 1, one win 0.38 to 1.
 */
export function winInterval({
  recentWins,
  recentLosses,
}: RecentResults): readonly [number, number] {
  const count = recentWins + recentLosses;
  if (count <= 0) return [0, 1];
  const share = recentWins / count;
  const middle = share + (z * z) / (2 * count);
  const reach = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const whole = 1 + (z * z) / count;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}

type RecentResults = Pick<LessonRecord, "recentWins" | "recentLosses">;

/**
 * From this share of losses on it costs less to judge each alone than to judge many together and to look for the one
 * that spoiled it: P. Ungar, "The cutoff point for group testing", Communications on Pure and Applied Mathematics 13
 * (1960), 49-54. (3 - sqrt 5) / 2.
 */
const aloneFrom = 0.382;

/**
 * First when it surely wins more often than not, last when it surely does not, alone when it has lost and will often
 * enough. Only wins bring a record that was dropped back, and as old results fade, one that stops winning is dropped
 * however often it won before.
 */
export function standingOf(results: RecentResults): Standing {
  const [low, high] = winInterval(results);
  if (low > 0.5) return "first";
  if (high < 0.5) return "last";
  return results.recentLosses > 0 && lossesExpected(results) > aloneFrom ? "alone" : "usual";
}

/** The share of losses to expect by Laplace's rule of succession. */
function lossesExpected({ recentWins, recentLosses }: RecentResults): number {
  return (recentLosses + 1) / (recentWins + recentLosses + 2);
}

const places: Readonly<Record<Standing, number>> = { first: 0, usual: 1, alone: 2, last: 3 };

/** Winners first: by standing, then by how sure it is, then by name, so that no two records share a place. */
export function compareRecords(left: LessonRecord, right: LessonRecord): number {
  return (
    places[standingOf(left)] - places[standingOf(right)] ||
    winInterval(right)[0] - winInterval(left)[0] ||
    compareText(left.actor, right.actor) ||
    compareText(left.variant, right.variant)
  );
}
