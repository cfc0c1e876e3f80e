import type { Holder } from "../../spec/resource-words.ts";
import { readCue } from "../negation-cues.ts";
import { startsSentence, type Token } from "../tokens.ts";
import { numberOf } from "../units.ts";
import { isIgnoredWord } from "../words.ts";
import { chooseNoun, type ChosenNoun } from "./choose-noun.ts";
import { behindLimit } from "./resource-limits.ts";
import { isClose, phraseAt, type Lexicon } from "./lexicon.ts";

/** The tokens of a request, with what is known of them already. */
export interface RequestWords {
  readonly tokens: readonly Token[];
  readonly lexicon: Lexicon;
  /** Index -> one after the last token of the feature of the catalog that is named from there on. */
  readonly features: ReadonlyMap<number, number>;
  /** Indexes of all tokens that mean something else. */
  readonly taken: ReadonlySet<number>;
}

/** A noun of a list, with the words before it that belong to it. */
export interface NounPhrase extends ChosenNoun {
  /** Indexes of the first token that belongs to it, of its first word, and of the token behind its last. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** What "private", "public" and the like say of who may read it. */
  readonly readers: "owner" | "everyone" | null;
  /** It is "mine" or "ours". */
  readonly isMine: boolean;
  /** It is introduced by "their", "its": a part of what was named before. */
  readonly isTheirs: boolean;
  /** Something stands before it that opens a phrase of its own. */
  readonly hasDeterminer: boolean;
  /** Words follow that belong to it but say nothing we know: what comes next is no part of the list. */
  readonly isCut: boolean;
}

export interface NounOptions {
  readonly index: number;
  /** A singular noun is enough, because the words around say that there are many: "plant tracker", "for each plant". */
  readonly takesSingular: boolean;
  /** Attributes count: "recipes with ratings". */
  readonly takesAttributes: boolean;
}

const determiners = new Set(
  (
    "my our your his her their its the a an all any some each every own this these those new many few " +
    "several both more of"
  ).split(" "),
);
const owning = new Set(["my", "our", "own"]);
const possessive = new Set(["their", "its", "his", "her"]);
const longestRun = 6;

/** Whether a token may be a word of a noun, and no word of grammar. */
export function isContent(words: RequestWords, index: number): boolean {
  const word = words.tokens[index]?.word ?? "";
  const isNoun = /^\p{L}/u.test(word) && !words.taken.has(index) && !isIgnoredWord(word);
  return isNoun && readCue(words.tokens, index) === null;
}

/** The noun that begins at a token, with its determiners; null where none does. */
export function readNoun(words: RequestWords, options: NounOptions): NounPhrase | null {
  const opening = readOpening(words, options.index);
  const { from } = opening;
  const run = runFrom(words, from);
  const chosen = chooseNoun(run, {
    lexicon: words.lexicon,
    takesSingular: options.takesSingular,
    takesAttributes: options.takesAttributes,
    hasDeterminer: opening.hasDeterminer,
    endsClearly: endsClearly(words, from + run.length),
  });
  if (chosen === null) return null;
  return {
    ...chosen.noun,
    ...opening,
    start: options.index,
    from: from + chosen.first,
    to: from + chosen.length,
    isCut: chosen.length < run.length,
  };
}

/** Whether a noun that ends before the token can be nothing but a noun. */
function endsClearly({ tokens }: RequestWords, index: number): boolean {
  const token = tokens[index];
  return (
    token === undefined || !isClose(token) || /^(?:and|or|with|plus|including)$/.test(token.word)
  );
}

type Opening = Pick<NounPhrase, "from" | "readers" | "isMine" | "isTheirs" | "hasDeterminer">;

/** Skips what may stand before a noun: "all of my favourite", "a list of our shared". */
function readOpening(words: RequestWords, index: number): Opening {
  const { tokens, lexicon } = words;
  let [from, isMine, isTheirs, hasDeterminer] = [index, false, false, false];
  let readers: Opening["readers"] = null;
  while (from < tokens.length) {
    const token = tokens[from];
    if (token === undefined || (from > index && (!isClose(token) || startsSentence(token)))) break;
    const { word } = token;
    const skipped = openingLength(words, from);
    if (skipped === 0) break;
    isMine ||= owning.has(word);
    if (lexicon.privateWords.has(word)) readers = "owner";
    if (lexicon.publicWords.has(word)) readers = "everyone";
    isTheirs ||= possessive.has(word);
    hasDeterminer ||= determiners.has(word) || readers !== null;
    from += skipped;
  }
  return { from, readers, isMine, isTheirs, hasDeterminer };
}

/** How many tokens at an index only introduce the noun that follows. */
function openingLength(words: RequestWords, index: number): number {
  const { tokens, lexicon } = words;
  const word = tokens[index]?.word ?? "";
  const limited = behindLimit(tokens, index);
  if (numberOf(word) !== null) return Math.max(limited - index, 1);
  if (determiners.has(word)) return 1;
  const next = tokens[index + 1];
  const isFollowed =
    next !== undefined &&
    isClose(next) &&
    (isContent(words, index + 1) || determiners.has(next.word));
  const known = phraseAt(tokens, { index, phrases: lexicon.phrases });
  if (known !== null && known.length > 1) return 0;
  if (isFollowed && (lexicon.modifiers.has(word) || isAccessWord(word, lexicon))) return 1;
  const wrapper = lexicon.singularOf(word) ?? word;
  const isWrapper = lexicon.wrappers.has(wrapper) || lexicon.holders.has(word);
  return isWrapper && next?.word === "of" ? 2 : 0;
}

function isAccessWord(word: string, { publicWords, privateWords }: Lexicon): boolean {
  return publicWords.has(word) || privateWords.has(word);
}

/** The tokens from an index on that can be words of one noun. */
function runFrom(words: RequestWords, from: number): readonly Token[] {
  const { tokens, lexicon } = words;
  // What the catalog knows is a feature, but for whole phrases that mean something else.
  const phrase = phraseAt(tokens, { index: from, phrases: lexicon.phrases });
  if (phrase !== null && phrase.length > 1) return tokens.slice(from, from + phrase.length);
  const run: Token[] = [];
  for (let index = from; index < tokens.length && run.length < longestRun; index += 1) {
    const token = tokens[index];
    if (token === undefined || (index > from && !isClose(token))) break;
    const isLone = index === from && !isContent(words, index + 1);
    if (!isContent(words, index) && !(isLone && isKnownAnyway(words, index))) break;
    run.push(token);
    if (isLone && !isContent(words, index)) break;
  }
  return run;
}

/** Words of grammar that are also nouns: "people", "places". */
function isKnownAnyway({ tokens, lexicon, taken }: RequestWords, index: number): boolean {
  const word = tokens[index]?.word ?? "";
  return !taken.has(index) && lexicon.kinds.has(lexicon.singularOf(word) ?? word);
}

/** The holder that a token names, with the length of its words. */
export function holderAt(words: RequestWords, index: number): Holder | null {
  const word = words.tokens[index]?.word ?? "";
  return words.taken.has(index) ? null : (words.lexicon.holders.get(word) ?? null);
}
