import type { Holder, ResourceKind, ResourceWords } from "../../spec/resource-words.ts";
import type { Token } from "../tokens.ts";
import { pluralOf, singularOf } from "./noun-forms.ts";

/** A word or phrase found among the tokens. */
export interface Found<Meaning> {
  readonly meaning: Meaning;
  /** How many tokens it takes. */
  readonly length: number;
}

/** Lower-case words by single blanks -> what they mean. */
export type Phrases<Meaning> = ReadonlyMap<string, Meaning>;

export interface Attribute {
  readonly field: ResourceWords["attributes"][number]["field"];
  readonly unless: readonly string[];
}

/** The words of `resources.yaml`, ready to be looked up. */
export interface Lexicon {
  /** The app's half of the name for every form of a verb. */
  readonly verbs: Phrases<string>;
  readonly laterVerbs: Phrases<true>;
  readonly holders: Phrases<Holder>;
  /** Phrase -> noun. */
  readonly phrases: Phrases<string>;
  readonly modifiers: Phrases<true>;
  readonly wrappers: Phrases<true>;
  readonly never: Phrases<true>;
  readonly company: Phrases<true>;
  readonly attributes: Phrases<Attribute>;
  readonly publicWords: Phrases<true>;
  readonly privateWords: Phrases<true>;
  readonly kinds: Phrases<ResourceKind>;
  readonly uncountable: Phrases<true>;
  readonly endings: readonly { readonly ending: string; readonly kind: ResourceKind }[];
  readonly default: ResourceKind | null;
  readonly kindOf: (id: string) => ResourceKind | null;
  readonly singularOf: (word: string) => string | null;
  readonly pluralOf: (noun: string) => string;
}

/** Looks up what `resources.yaml` knows. */
export function createLexicon(words: ResourceWords): Lexicon {
  const kindOf = (id: string) => words.kinds.find((kind) => kind.id === id) ?? null;
  const all = (list: readonly string[]): Phrases<true> =>
    new Map(list.map((phrase) => [keyOf(phrase), true]));
  return {
    verbs: mapOf(words.verbs.map(({ words: forms, app }) => [forms, app])),
    laterVerbs: all(words.laterVerbs),
    holders: mapOf(words.holders.map((holder) => [holder.words, holder])),
    phrases: mapOf(words.phrases.map(({ words: forms, noun }) => [forms, noun])),
    modifiers: all(words.modifiers),
    wrappers: all(words.wrappers),
    never: all(words.never),
    company: all(words.company),
    attributes: mapOf(words.attributes.map(({ words: forms, ...rest }) => [forms, rest])),
    publicWords: all(words.access.public),
    privateWords: all(words.access.private),
    kinds: mapOf(words.kinds.map((kind) => [kind.words, kind])),
    uncountable: all(words.kinds.flatMap((kind) => kind.uncountable)),
    endings: words.kinds.flatMap((kind) => kind.endings.map((ending) => ({ ending, kind }))),
    default: kindOf(words.default),
    kindOf,
    singularOf: (word) => singularOf(word, words.plurals),
    pluralOf: (noun) => pluralOf(noun, words.plurals),
  };
}

const longestPhrase = 4;

/** The longest phrase that begins at a token; its words stand together in one part of a sentence. */
export function phraseAt<Meaning>(
  tokens: readonly Token[],
  { index, phrases }: { readonly index: number; readonly phrases: Phrases<Meaning> },
): Found<Meaning> | null {
  for (let length = longestPhrase; length > 0; length -= 1) {
    const part = tokens.slice(index, index + length);
    if (part.length < length || !part.slice(1).every(isClose)) continue;
    const meaning = phrases.get(part.map(({ word }) => word).join(" "));
    if (meaning !== undefined) return { meaning, length };
  }
  return null;
}

/** The kind of a singular noun by itself or by its end: a "house plant" is a "plant". Null when it is not known. */
export function knownKind(noun: string, lexicon: Lexicon): ResourceKind | null {
  return longestEnd(noun, lexicon.kinds) ?? kindByEnding(noun, lexicon);
}

/** What the longest end of a noun means: of "old house plant" first all of it, then "house plant", then "plant". */
export function longestEnd<Meaning>(noun: string, phrases: Phrases<Meaning>): Meaning | null {
  const words = noun.split(" ");
  for (let from = 0; from < words.length; from += 1) {
    const found = phrases.get(words.slice(from).join(" "));
    if (found !== undefined) return found;
  }
  return null;
}

const shortestStem = 3;

/** A stem without a vowel is no word: a "ring" is nothing that happens. */
function kindByEnding(noun: string, { endings }: Lexicon): ResourceKind | null {
  const head = noun.split(" ").at(-1) ?? "";
  const found = endings.find(({ ending }) => {
    const stem = head.slice(0, -ending.length);
    return head.endsWith(ending) && stem.length >= shortestStem && /[aeiouy]/.test(stem);
  });
  return found?.kind ?? null;
}

/** Whether a token stands right behind the one before, or is joined to it by a dash. */
export function isClose({ gap }: Pick<Token, "gap">): boolean {
  return /^(?:\s+|-)$/.test(gap) && !gap.includes("\n");
}

function mapOf<Meaning>(
  pairs: readonly (readonly [readonly string[], Meaning])[],
): Phrases<Meaning> {
  return new Map(
    pairs.flatMap(([forms, meaning]) => forms.map((form) => [keyOf(form), meaning] as const)),
  );
}

function keyOf(phrase: string): string {
  return phrase.replaceAll("-", " ");
}
