import type { Mention } from "./mentions.ts";
import type { Token } from "./tokens.ts";

const unwanted = /^(?:needed|required|necessary|wanted|important|allowed|included|desired)$/;
const leftOut = /^(?:unnecessary|unneeded|unwanted|excluded|disabled|omitted|forbidden|off)$/;

/** The index after words behind a mention that say it is not wanted ("... are not needed", "...-free"); else null. */
export function negatedUntil(tokens: readonly Token[], mention: Mention): number | null {
  const word = (index: number): string => tokens[index]?.word ?? "";
  const suffix = tokens[mention.to];
  if (suffix !== undefined && suffix.gap === "-" && /^(?:free|less)$/.test(suffix.word)) {
    return mention.to + 1;
  }
  let index = mention.to;
  while (/^(?:is|are|was|were|should|can|could|may|must|be|do|does)$/.test(word(index))) index += 1;
  if (/^(?:not|isn't|aren't|don't|doesn't|shouldn't)$/.test(word(index))) {
    if (word(index + 1) === "be") index += 1;
    return unwanted.test(word(index + 1)) ? index + 2 : null;
  }
  if (word(index) === "left" && word(index + 1) === "out") return index + 2;
  return leftOut.test(word(index)) ? index + 1 : null;
}

/** The mentions joined to the last one by commas, "and" and "or", the last one included. */
export function chainBefore(
  tokens: readonly Token[],
  { mentions, last }: { readonly mentions: readonly Mention[]; readonly last: Mention },
): readonly Mention[] {
  const chain = [last];
  for (const mention of mentions.slice(0, mentions.indexOf(last)).toReversed()) {
    const between = tokens.slice(mention.to, chain[0]?.from);
    if (!between.every(({ word }) => /^(?:and|or|nor|the|any)$/.test(word))) break;
    const next = tokens[chain[0]?.from ?? 0];
    if (between.length === 0 && !next?.gap.includes(",")) break;
    chain.unshift(mention);
  }
  return chain;
}
