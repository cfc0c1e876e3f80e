import type { Holder } from "../../spec/resource-words.ts";
import { readCue } from "../negation-cues.ts";
import { startsSentence } from "../tokens.ts";
import { isClose } from "./lexicon.ts";
import { behindApp, readList, type ListItem, type ListOptions } from "./read-list.ts";
import { holderAt, isContent, readNoun, type NounPhrase, type RequestWords } from "./read-noun.ts";
import { laterVerbAt, verbAt } from "./verbs.ts";

/** An item, and what the words before its list call an app for it. */
export interface FoundItem extends ListItem {
  /** "Tracker" */
  readonly app: string;
}

interface FoundItems {
  /** In the order in which they are written. */
  readonly items: readonly FoundItem[];
  /** Indexes of the words that say that something is stored. */
  readonly openings: ReadonlySet<number>;
  readonly isPublic: boolean;
}

/** All nouns that a request wants stored, or says that it does not. */
export function findItems(words: RequestWords): FoundItems {
  const items: FoundItem[] = [];
  const openings = new Set<number>();
  let isPublic = false;
  let each: NounPhrase | null = null;
  let index = 0;
  while (index < words.tokens.length) {
    const token = words.tokens[index];
    if (token !== undefined && startsSentence(token)) each = null;
    const whole = eachAt(words, index);
    if (whole !== null) each = whole;
    const opening = openingAt(words, {
      index,
      hasItems: items.length > 0,
      each: each?.noun ?? null,
    });
    const again = opening === null ? namedAgain(words, { index, items }) : null;
    if (again !== null) items.push(again);
    if (opening === null) {
      index = again?.to ?? index + 1;
      continue;
    }
    const list = readList(words, opening.list);
    const found = list.items;
    if (each !== null && found.length > 0) items.push({ ...each, of: null, app: opening.app });
    items.push(...found.map((item) => ({ ...item, app: opening.app })));
    isPublic ||= found.some(
      ({ holder }) => holder?.public === true || opening.holder?.public === true,
    );
    if (found.length > 0) opening.tokens.forEach((at) => openings.add(at));
    index = found.length > 0 ? Math.max(list.end, index + 1) : index + 1;
  }
  return { items, openings, isPublic };
}

interface OpeningList {
  readonly list: ListOptions;
  readonly app: string;
  readonly holder: Holder | null;
  readonly tokens: readonly number[];
}

interface Place {
  readonly index: number;
  readonly hasItems: boolean;
  readonly each: string | null;
}

/** What opens a list at a token: a verb, a noun before "tracker", "an inventory of", or that something is ruled out. */
function openingAt(words: RequestWords, place: Place): OpeningList | null {
  const { index, hasItems, each } = place;
  const list = { start: index, singularUntil: 0, knownOnly: false, of: each, first: null };
  const verb = verbAt(words, index);
  if (verb !== null) {
    const tokens = Array.from({ length: verb.length }, (_, offset) => index + offset);
    return {
      list: { ...list, start: index + verb.length },
      app: verb.meaning,
      holder: null,
      tokens,
    };
  }
  const holder = holderAt(words, index);
  if (holder !== null) {
    const next = behindApp(words, index + 1);
    const isOf = /^(?:of|for)$/.test(words.tokens[next]?.word ?? "");
    const { app, knownOnly } = holder;
    const tokens = [index];
    if (isOf) return { list: { ...list, start: next + 1, knownOnly }, app, holder, tokens };
    // "journal entries" are named themselves.
    const isNamed = isInsideNoun(words, next) && isContent(words, next);
    const first = isNamed ? null : aloneAt(words, index);
    return first === null
      ? null
      : { list: { ...list, start: index + 1, first }, app, holder, tokens };
  }
  const held = heldUntil(words, index);
  if (held !== null) {
    const app = holderAt(words, held)?.app ?? "";
    return { list: { ...list, singularUntil: held }, app, holder: null, tokens: [held] };
  }
  if (!hasItems) return null;
  if (laterVerbAt(words, index)) {
    return { list: { ...list, start: index + 1 }, app: "", holder: null, tokens: [index] };
  }
  const cue = readCue(words.tokens, index);
  if (cue?.negates !== true) return null;
  const start = index + cue.length;
  return { list: { ...list, start, singularUntil: start + 1 }, app: "", holder: null, tokens: [] };
}

/** "a journal": the holder itself says what is stored. */
function aloneAt(words: RequestWords, index: number): ListItem | null {
  const holder = holderAt(words, index);
  if (holder === null || holder.alone === null) return null;
  const { lexicon } = words;
  return {
    noun: holder.alone,
    plural: lexicon.pluralOf(holder.alone),
    topic: "",
    kind: lexicon.kindOf(holder.kind ?? ""),
    isListed: true,
    holder,
    attribute: null,
    isCompany: false,
    start: index,
    from: index,
    to: index + 1,
    readers: null,
    isMine: false,
    possessor: null,
    isTheirs: false,
    hasDeterminer: false,
    isCut: false,
    of: null,
  };
}

/** A noun that a list has named already: "..., and photos of the plants", "photos are not needed". */
function namedAgain(
  words: RequestWords,
  { index, items }: { readonly index: number; readonly items: readonly FoundItem[] },
): FoundItem | null {
  if (items.length === 0 || isInsideNoun(words, index)) return null;
  const noun = readNoun(words, { index, takesSingular: true, takesAttributes: false });
  const isNamed = items.some((item) => item.noun === noun?.noun);
  return noun !== null && isNamed ? { ...noun, of: null, app: "" } : null;
}

const longestHeld = 12;

/** Where nouns that begin here are followed by what holds them: the index of "tracker" in "plants and seeds tracker". */
function heldUntil(words: RequestWords, index: number): number | null {
  const { tokens } = words;
  if (!isContent(words, index) && !/^(?:my|our|to)$/.test(tokens[index]?.word ?? "")) return null;
  if (isInsideNoun(words, index)) return null;
  let afterNoun = false;
  for (let at = index; at < Math.min(tokens.length, index + longestHeld); at += 1) {
    const current = tokens[at];
    if (current === undefined || (at > index && startsSentence(current))) return null;
    if (afterNoun && isClose(current) && holderAt(words, at) !== null) return at;
    const isNoun = isContent(words, at) && !isOpeningWord(words, at);
    const isJoint = /^(?:and|or|to|do|my|our)$/.test(current.word);
    if (!isNoun && !isJoint && !isOpeningWord(words, at)) return null;
    afterNoun = isNoun || current.word === "do";
  }
  return null;
}

/** Whether the word before may belong to the same noun. */
function isInsideNoun(words: RequestWords, index: number): boolean {
  const token = words.tokens[index];
  return index > 0 && token !== undefined && isClose(token) && isContent(words, index - 1);
}

/** "private", "daily": no noun by themselves. */
function isOpeningWord({ tokens, lexicon }: RequestWords, index: number): boolean {
  const word = tokens[index]?.word ?? "";
  const phrases = [lexicon.modifiers, lexicon.publicWords, lexicon.privateWords];
  return phrases.some((known) => known.has(word));
}

/** "for each plant": what follows belongs to it. */
function eachAt(words: RequestWords, index: number): NounPhrase | null {
  const { tokens } = words;
  if (!/^(?:each|every|per)$/.test(tokens[index]?.word ?? "")) return null;
  if (!/^(?:for|of|to|with|on)$/.test(tokens[index - 1]?.word ?? "")) return null;
  return readNoun(words, { index: index + 1, takesSingular: true, takesAttributes: false });
}
