import { readCue } from "../negation-cues.ts";
import { isClose } from "./lexicon.ts";
import { holderAt, isContent, readNoun, type NounPhrase, type RequestWords } from "./read-noun.ts";
import { behindLimit } from "./resource-limits.ts";
import { laterVerbAt, verbAt } from "./verbs.ts";

/** A noun of a request's lists, with the noun to whose things it is said to belong. */
export interface ListItem extends NounPhrase {
  /** The noun of what it belongs to, by the words that join them; null when they say nothing. */
  readonly of: string | null;
}

export interface ListOptions {
  readonly start: number;
  /** Up to this index a singular noun is enough. */
  readonly singularUntil: number;
  /** Only nouns of a kind that is known are stored. */
  readonly knownOnly: boolean;
  /** The noun to which all items belong: "for each plant, ...". */
  readonly of: string | null;
  /** What the words before have named already. */
  readonly first: ListItem | null;
}

export interface List {
  readonly items: readonly ListItem[];
  /** Index of the token behind the list. */
  readonly end: number;
}

/** The nouns of an enumeration: "my plants, their waterings and photos for each of them". */
export function readList(words: RequestWords, options: ListOptions): List {
  const items: ListItem[] = options.first === null ? [] : [options.first];
  let joint: Joint | null =
    options.first === null
      ? { next: options.start, relation: "list", isNegated: false }
      : jointAt(words, options.start);
  let end = options.start;
  let belongsTo = options.of;
  while (joint !== null) {
    const featureEnd = endOfFeature(words, joint.next);
    const read = featureEnd === null ? itemAt(words, { joint, options, belongsTo }) : null;
    const skipped = read === null ? (featureEnd ?? endOfUnknown(words, joint.next)) : null;
    if (read === null && skipped === null) break;
    if (read !== null) {
      const whole = items.findLast((item) => item.of === null)?.noun ?? null;
      if (joint.relation === "part" || read.isTheirs) belongsTo = whole ?? belongsTo;
      else if (read.hasDeterminer || isAlone(read)) belongsTo = options.of;
      const item = { ...read, of: belongsTo === read.noun ? null : belongsTo };
      if (item.possessor !== null && item.of === null) items.push(...ownersOf(item, items));
      items.push(item.possessor === null ? item : { ...item, of: item.of ?? item.possessor.noun });
      end = item.to;
      const turned = turnRound(words, items);
      if (turned !== null) end = turned;
      if (item.isCut) break;
    }
    joint = jointAt(words, skipped ?? end);
  }
  return { items, end: Math.max(end, options.start) };
}

/** Of "my dog's walks" the dogs are stored too. */
function ownersOf(
  { possessor, ...item }: ListItem,
  items: readonly ListItem[],
): readonly ListItem[] {
  if (possessor === null || items.some(({ noun }) => noun === possessor.noun)) return [];
  const { noun, plural, kind } = possessor;
  const named = { noun, plural, topic: noun, kind, isListed: true, possessor: null };
  return [{ ...item, ...named, attribute: null, isTheirs: false, of: null }];
}

/** What is known to stand alone belongs to nothing only because it is named after "with". */
function isAlone({ kind }: NounPhrase): boolean {
  return kind !== null && kind.partOf.length === 0;
}

/** The end of a feature of the catalog that is named here: it stays what it is, and the list goes on behind it. */
function endOfFeature({ features, tokens }: RequestWords, index: number): number | null {
  let from = index;
  while (from > -1 && /^(?:my|our|their|the|its|all)$/.test(tokens[from]?.word ?? "")) from += 1;
  return features.get(from) ?? null;
}

/** The end of words that are nothing to store, where the list goes on behind them. */
function endOfUnknown(words: RequestWords, index: number): number | null {
  let at = index;
  while (
    at < words.tokens.length &&
    /^(?:my|our|their|the|its|all|an?)$/.test(words.tokens[at]?.word ?? "")
  )
    at += 1;
  const from = at;
  while (isContent(words, at) && verbAt(words, at) === null) at += 1;
  return at > from && jointAt(words, at) !== null ? at : null;
}

interface ItemPlace {
  readonly joint: Joint;
  readonly options: ListOptions;
  readonly belongsTo: string | null;
}

function itemAt(words: RequestWords, { joint, options, belongsTo }: ItemPlace): NounPhrase | null {
  const index = joint.next;
  const isPart = joint.relation === "part";
  const read = (at: number) =>
    readNoun(words, {
      index: at,
      takesSingular: at < options.singularUntil || joint.isNegated,
      takesAttributes: isPart || belongsTo !== null,
    });
  // "and log waterings" begins a list of its own.
  const isVerb = verbAt(words, index) !== null || laterVerbAt(words, index);
  if (index > options.start && isVerb) return null;
  const noun = read(index) ?? read(behindVagueNoun(words, index) ?? words.tokens.length);
  if (noun === null || (noun.isCompany && isPart && !noun.isTheirs)) return null;
  const isClear = noun.isMine || (noun.isListed && !noun.isCompany);
  return options.knownOnly && !isClear ? null : noun;
}

/** "the growth of my plants", "things such as books": what counts comes behind. */
function behindVagueNoun({ tokens }: RequestWords, index: number): number | null {
  const longestNoun = 4;
  for (let at = index + 1; at <= index + longestNoun; at += 1) {
    const token = tokens[at];
    if (token === undefined) return null;
    if (/^\s*:\s*$/.test(token.gap)) return at;
    if (!isClose(token)) return null;
    if (token.word === "of" || token.word === "including") return at + 1;
    if (token.word === "such" && tokens[at + 1]?.word === "as") return at + 2;
    if (token.word === "like") return at + 1;
  }
  return null;
}

/**
 * "the waterings of my plants", "photos for each plant": what is named last is the whole, and is put before its part.
 * Returns the end of the phrase.
 */
function turnRound(words: RequestWords, items: ListItem[]): number | null {
  const part = items.at(-1);
  if (part === undefined) return null;
  const at = wholeBehind(words, part.to);
  if (at === null) return null;
  const whole = readNoun(words, { index: at, takesSingular: true, takesAttributes: false });
  if (whole === null || whole.isCompany || whole.noun === part.noun) return null;
  if (!whole.hasDeterminer && whole.kind === null) return null;
  items.splice(-1, 1, { ...whole, of: null }, { ...part, of: whole.noun });
  return whole.to;
}

/** Where the whole of a part begins: behind "of", "per", "for each", "about my". */
function wholeBehind({ tokens }: RequestWords, index: number): number | null {
  const [first, second] = [tokens[index], tokens[index + 1]];
  if (first === undefined || second === undefined || !isClose(first)) return null;
  if (first.word === "of" || first.word === "per") return index + 1;
  const isNamed = /^(?:each|every|my|our)$/.test(second.word);
  return /^(?:for|on|about|to)$/.test(first.word) && isNamed ? index + 1 : null;
}

interface Joint {
  /** Index of the token behind the joining words. */
  readonly next: number;
  /** "with" and "including" name parts of what stands before. */
  readonly relation: "list" | "part";
  /** What follows is not wanted. */
  readonly isNegated: boolean;
}

const joints: readonly (readonly [string, Joint["relation"]])[] = [
  ["as well as", "list"],
  ["along with", "part"],
  ["together with", "part"],
  ["and also", "list"],
  ["and with", "part"],
  ["and", "list"],
  ["or", "list"],
  ["plus", "list"],
  ["with", "part"],
  ["including", "part"],
];

/** What joins the next item of a list to the one before; null where the list ends. */
function jointAt(words: RequestWords, index: number): Joint | null {
  const { tokens } = words;
  const open = behindApp(words, index);
  const limited = behindLimit(tokens, open);
  // "with 200-character notes" limits what comes.
  const isOfNext = isContent(words, limited) && isClose(tokens[limited] ?? { gap: "" });
  const at = isOfNext ? open : limited;
  const token = tokens[at];
  if (token === undefined || isEnd(token.gap)) return null;
  const cue = readCue(tokens, at);
  if (cue?.negates === true) {
    return { next: at + cue.length, relation: "list", isNegated: true };
  }
  const found = joints.find(([phrase]) =>
    phrase.split(" ").every((word, offset) => tokens[at + offset]?.word === word),
  );
  if (found !== undefined) {
    const [phrase, relation] = found;
    const next = at + phrase.split(" ").length;
    const negation = readCue(tokens, next);
    const isNegated = negation?.negates === true;
    return { next: next + (isNegated ? negation.length : 0), relation, isNegated };
  }
  const isJoined = /[,&+/:]/.test(token.gap) || isBullet(token.gap);
  return isJoined ? { next: at, relation: "list", isNegated: false } : null;
}

/** The index behind the app that a holder is: "plant tracker app". */
export function behindApp(words: RequestWords, index: number): number {
  const before = words.tokens[index - 1];
  const isHolder = before !== undefined && holderAt(words, index - 1) !== null;
  const token = words.tokens[index];
  const isApp = /^(?:app|apps|application|website|site|tool|system|software|page)$/;
  return isHolder && token !== undefined && isClose(token) && isApp.test(token.word)
    ? index + 1
    : index;
}

/** Whether a part of the request ends here, other than by a line of a list. */
function isEnd(gap: string): boolean {
  return !isBullet(gap) && /[.;!?()[\]\n—–]| - /.test(gap);
}

function isBullet(gap: string): boolean {
  return /^[\s:,]*\n\s*[-*•]\s*$/.test(gap);
}
