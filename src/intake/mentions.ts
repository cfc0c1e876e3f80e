import type { Phrase, Subject } from "./phrases.ts";
import { startsSentence, textBetween, type Token } from "./tokens.ts";

/** A phrase of the catalog found in a request. */
export interface Mention {
  readonly subject: Subject;
  /** Indexes of its first token and of the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The exact words of the request. */
  readonly text: string;
}

interface FindInput {
  readonly request: string;
  readonly tokens: readonly Token[];
  /** Best first: where two overlap, the earlier one is taken. */
  readonly phrases: readonly Phrase[];
  /** Indexes of tokens that already mean something else. */
  readonly taken: ReadonlySet<number>;
}

/** The phrases found in a request, in the order in which they are written. They do not overlap. */
export function findMentions({ request, tokens, phrases, taken }: FindInput): readonly Mention[] {
  const used = new Set(taken);
  const found: Mention[] = [];
  for (const { subject, stems } of phrases) {
    for (let from = 0; from + stems.length <= tokens.length; from += 1) {
      const part = tokens.slice(from, from + stems.length);
      const isFree = part.every((_, index) => !used.has(from + index));
      if (!isFree || !isPhrase(part, stems)) continue;
      part.forEach((_, index) => used.add(from + index));
      found.push({ subject, from, to: from + part.length, text: textBetween(request, part) });
    }
  }
  return found.toSorted((left, right) => left.from - right.from);
}

function isPhrase(part: readonly Token[], stems: readonly string[]): boolean {
  const isUnbroken = part
    .slice(1)
    .every((token) => !startsSentence(token) && !token.gap.includes(","));
  return isUnbroken && part.every(({ stem }, index) => stem === stems[index]);
}
