import type { Holder, ResourceKind } from "../../spec/resource-words.ts";
import type { Token } from "../tokens.ts";
import { knownKind, longestEnd, type Attribute, type Lexicon } from "./lexicon.ts";

export interface ChosenNoun {
  /** Singular: "plant"; of what has no plural, what is stored of it: "weight entry". */
  readonly noun: string;
  readonly plural: string;
  /** What an app for it is called after: "plant", "weight". */
  readonly topic: string;
  /** Null when nothing is known of it. */
  readonly kind: ResourceKind | null;
  /** Its words are known, not just its ending. */
  readonly isListed: boolean;
  /** What the words say it is held in: the tracker of "plant tracker". */
  readonly holder: Holder | null;
  /** It is a field of what it belongs to. */
  readonly attribute: Attribute | null;
  /** It says who takes part: "friends". */
  readonly isCompany: boolean;
  /** The known noun whose it is: the dog of "my dog's walks". */
  readonly possessor: Possessor | null;
}

interface Possessor {
  readonly noun: string;
  readonly plural: string;
  readonly kind: ResourceKind;
}

export interface ChoiceOptions {
  readonly lexicon: Lexicon;
  readonly takesSingular: boolean;
  readonly takesAttributes: boolean;
  /** "my car" is a noun where "car" alone may be anything. */
  readonly hasDeterminer: boolean;
  /** Whether what follows the words ends the noun: a comma, "and", the end of the sentence. */
  readonly endsClearly: boolean;
}

interface Choice {
  readonly noun: ChosenNoun;
  /** Index in the run of the first word of the noun. */
  readonly first: number;
  /** Words of the run up to the end of the noun, holder and adverbs included. */
  readonly length: number;
}

/** Most words of a noun: "blood pressure reading". */
const longestNoun = 3;

/** The longest start of a run of words that is a noun which can be stored; null where none is. */
export function chooseNoun(run: readonly Token[], options: ChoiceOptions): Choice | null {
  const possessor = run.slice(0, -1).findLastIndex(({ word }) => /(?:'s|s')$/.test(word));
  for (let length = run.length; length > possessor + 1; length -= 1) {
    const words = run.slice(possessor + 1, length).map(({ word }) => word);
    const endsClearly = options.endsClearly && length === run.length;
    const found = chooseWhole(words, { ...options, endsClearly });
    if (found !== null) {
      const owner = possessorOf(run[possessor]?.word ?? "", options.lexicon);
      const noun = { ...found.noun, possessor: owner };
      return { noun, first: possessor + 1 + found.first, length };
    }
  }
  return null;
}

/** Somebody's things are theirs; what is stored of a thing belongs to it. */
function possessorOf(
  word: string,
  { kinds, company, singularOf, pluralOf }: Lexicon,
): Possessor | null {
  const noun = word.endsWith("s'") ? singularOf(word.slice(0, -1)) : word.replace(/'s$/, "");
  const kind = kinds.get(noun ?? "");
  if (noun === null || kind === undefined || company.has(noun)) return null;
  return { noun, plural: pluralOf(noun), kind };
}

function chooseWhole(
  given: readonly string[],
  options: ChoiceOptions,
): { readonly noun: ChosenNoun; readonly first: number } | null {
  const { lexicon } = options;
  const opened = given.findIndex((word) => !isOpening(word, lexicon));
  const phrase = given.slice(Math.max(opened, 0));
  const meant = lexicon.phrases.get(phrase.join(" "));
  if (meant !== undefined) {
    return { noun: phraseNoun(meant, { given: phrase, lexicon }), first: Math.max(opened, 0) };
  }
  const inner = given.slice(0, given.findLastIndex((word) => !isAdverb(word, lexicon)) + 1);
  const last = lexicon.holders.get(inner.at(-1) ?? "") ?? null;
  const holder = inner.length > 1 ? last : null;
  const held = holder === null ? inner : inner.slice(0, -1);
  const start = Math.max(
    held.findIndex((word) => !isOpening(word, lexicon)),
    held.length - longestNoun,
    0,
  );
  const words = held.slice(start);
  if (words.length === 0 || (holder === null && last !== null && !isPlainNoun(words, lexicon))) {
    return null;
  }
  const noun = nounOf(words, {
    ...options,
    holder,
    takesSingular: options.takesSingular || holder !== null,
  });
  return noun === null ? null : { noun, first: start };
}

/** A holder that holds nothing is no noun, unless it is known as one: "records". */
function isPlainNoun(words: readonly string[], { kinds, singularOf }: Lexicon): boolean {
  const head = words.at(-1) ?? "";
  return kinds.has(singularOf(head) ?? head);
}

/** Words before a noun that are none of its own: "favourite", "shared". */
function isOpening(word: string, { modifiers, publicWords, privateWords }: Lexicon): boolean {
  return [modifiers, publicWords, privateWords].some((known) => known.has(word));
}

function isAdverb(word: string, { modifiers, kinds }: Lexicon): boolean {
  return modifiers.has(word) || (/^\p{L}{3,}ly$/u.test(word) && !kinds.has(word));
}

function phraseNoun(
  noun: string,
  { given, lexicon }: { readonly given: readonly string[]; readonly lexicon: Lexicon },
): ChosenNoun {
  const holder = lexicon.holders.get(given.at(-1) ?? "") ?? null;
  return {
    noun,
    plural: lexicon.pluralOf(noun),
    topic: holder === null ? noun : given.join(" "),
    kind: knownKind(noun, lexicon),
    isListed: true,
    holder,
    attribute: null,
    isCompany: false,
    possessor: null,
  };
}

interface NounChoice extends ChoiceOptions {
  readonly holder: Holder | null;
}

function nounOf(words: readonly string[], options: NounChoice): ChosenNoun | null {
  const { lexicon, holder } = options;
  const head = words.at(-1) ?? "";
  const singularHead = lexicon.singularOf(head);
  const singular = [...words.slice(0, -1), singularHead ?? head].join(" ");
  const attribute = options.takesAttributes ? (lexicon.attributes.get(singular) ?? null) : null;
  const kind = knownKind(singular, lexicon);
  if (attribute === null && isNever(singular, lexicon)) return null;
  if (attribute === null && !isAccepted(words, { ...options, kind, singularHead })) return null;
  const isListed = longestEnd(singular, lexicon.kinds) !== null;
  const entry = singularHead === null ? entryOf(singular, lexicon) : null;
  if (holder?.knownOnly === true && !isListed) return null;
  const noun = entry === null ? singular : `${singular} ${entry}`;
  const isWritten = singularHead !== null;
  return {
    noun,
    plural: isWritten ? words.join(" ") : lexicon.pluralOf(noun),
    topic: singular,
    kind: kind ?? lexicon.kindOf(holder?.kind ?? ""),
    isListed,
    holder,
    attribute,
    isCompany: lexicon.company.has(singularHead ?? head),
    possessor: null,
  };
}

function isNever(singular: string, { never }: Lexicon): boolean {
  return longestEnd(singular, never) !== null;
}

interface Acceptance extends NounChoice {
  readonly kind: ResourceKind | null;
  readonly singularHead: string | null;
}

const shortestNoun = 3;

/** Plurals are nouns; of singular words only those that are known, or that stand where nothing but a noun can. */
function isAccepted(
  words: readonly string[],
  { kind, singularHead, lexicon, takesSingular, hasDeterminer, endsClearly }: Acceptance,
): boolean {
  const head = words.at(-1) ?? "";
  if (singularHead !== null) return singularHead.length >= shortestNoun || kind !== null;
  if (takesSingular) return head.length >= shortestNoun || kind !== null;
  if (longestEnd(words.join(" "), lexicon.uncountable) !== null) return true;
  return kind !== null && (hasDeterminer || words.length > 1 || endsClearly);
}

/** What is stored of a noun that has no plural: an "entry" of weight, a "session" of gardening. */
function entryOf(singular: string, lexicon: Lexicon): string | null {
  const isCounted =
    longestEnd(singular, lexicon.kinds) !== null &&
    longestEnd(singular, lexicon.uncountable) === null;
  return isCounted ? null : (knownKind(singular, lexicon)?.entry ?? null);
}
