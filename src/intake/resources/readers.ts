import type { Token } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";

interface ReadersInput {
  readonly tokens: readonly Token[];
  readonly lexicon: Lexicon;
  /** Indexes of tokens that speak of single nouns, or that a negation speaks of. */
  readonly others: ReadonlySet<number>;
}

export interface Readers {
  readonly readers: "owner" | "everyone";
  /** Indexes of the words that say so. */
  readonly words: ReadonlySet<number>;
  readonly isSaid: boolean;
}

/** Who may read what a request stores, by its words about all of it: nobody else, unless it is public or shared. */
export function readersOf({ tokens, lexicon, others }: ReadersInput): Readers {
  const found = (phrases: Lexicon["publicWords"]) =>
    tokens.flatMap(({ word }, index) => (phrases.has(word) && !others.has(index) ? [index] : []));
  const hidden = found(lexicon.privateWords);
  const shown = found(lexicon.publicWords).filter(
    (index) => !isWithSome(tokens, { index, lexicon }),
  );
  const readers = hidden.length === 0 && shown.length > 0 ? "everyone" : "owner";
  const words = new Set([...hidden, ...shown]);
  return { readers, words, isSaid: words.size > 0 };
}

/** "shared with my family" is not shared with everybody. */
function isWithSome(
  tokens: readonly Token[],
  { index, lexicon }: { readonly index: number; readonly lexicon: Lexicon },
): boolean {
  if (tokens[index]?.word.startsWith("shar") !== true) return false;
  const behind = tokens.slice(index + 1, index + 6).map(({ word }) => word);
  const at = behind.findIndex((word) => word === "with" || word === "between" || word === "among");
  if (at < 0) return false;
  const first = behind.slice(at + 1).find((word) => !/^(?:my|our|the|their|a|all)$/.test(word));
  return first === undefined || !lexicon.publicWords.has(first);
}
