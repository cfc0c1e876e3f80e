import type { Mention } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** Words after which "like" compares instead of naming what people do: "something like", "looks like". */
const comparing = new Set(
  `something anything things stuff app apps application site sites website platform service network
  look looks looking feel feels feeling work works working behave behaves just exactly much more
  sort kind bit`.split(/\s+/),
);

/** Words after which "like" is part of a polite wish: "I would like". */
const wishing = new Set(["would", "i'd", "we'd", "you'd", "they'd", "i", "we"]);

/**
 * Indexes of the tokens "like" that say nothing of what to build, because they compare
 * ("an app like ...", "...-like") or wish ("I would like"). `archetypes` are the mentions of whole kinds of apps.
 */
export function comparisonTokens(
  tokens: readonly Token[],
  archetypes: readonly Mention[],
): ReadonlySet<number> {
  const found = tokens.flatMap(({ word, gap }, index) => {
    if (word !== "like") return [];
    const before = tokens[index - 1]?.word ?? "";
    const next = tokens[index + 1]?.word ?? "";
    const named = /^(?:an?|the)$/.test(next) ? index + 2 : index + 1;
    const isComparison =
      comparing.has(before) ||
      wishing.has(before) ||
      next === "to" ||
      gap === "-" ||
      archetypes.some(({ from, to }) => from === named || to === index);
    return isComparison ? [index] : [];
  });
  return new Set(found);
}
