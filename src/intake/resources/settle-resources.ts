import type { Field } from "../../spec/field.ts";
import type { ResourceKind } from "../../spec/resource-words.ts";
import type { FoundItem } from "./find-items.ts";
import type { Lexicon } from "./lexicon.ts";
import { withLongestText, type ResourceLimit } from "./resource-limits.ts";
import type { Resource } from "../../spec/resource.ts";

/** Most kinds of things that one request stores, and most parts of one thing: more is no request but a list of words. */
const mostResources = 12;
const mostParts = 3;

interface SettleInput {
  /** What is wanted, in the order of the request. */
  readonly items: readonly (FoundItem & { readonly evidence: string })[];
  readonly lexicon: Lexicon;
  /** Who reads what says nothing of it itself. */
  readonly readers: "owner" | "everyone";
  readonly limits: readonly ResourceLimit[];
}

interface Settled {
  readonly resources: readonly Resource[];
  /** What is said of them without the request saying so. */
  readonly assumptions: readonly string[];
  /** Plurals of what is too much. */
  readonly tooMany: readonly string[];
}

/** Each noun once, with the fields that are named for it, what it belongs to, and who reads it. */
export function settleResources(input: SettleInput): Settled {
  const merged = mergedItems(input);
  const kept = merged.slice(0, mostResources);
  const { placed, assumptions } = placeParts(kept);
  return {
    resources: placed.map(({ item, of }) => ({
      noun: item.noun,
      plural: item.plural,
      kind: item.kind,
      ...limited(item, input.limits),
      partOf: of,
      readers: wholeAbove(item, placed).readers ?? input.readers,
      evidence: item.evidence,
    })),
    assumptions,
    tooMany: merged.slice(mostResources).map(({ plural }) => plural),
  };
}

/** The fields of an item, and the size of its pictures, as the last limit for it says. */
function limited(
  { noun, kind, attributes }: Item,
  limits: readonly ResourceLimit[],
): Pick<Resource, "fields" | "largestPicture"> {
  const own = limits.filter((limit) => limit.noun === noun);
  const text = own.findLast(({ dimension }) => dimension === "text");
  const size = own.findLast(({ dimension }) => dimension === "size");
  const fields = [...kind.fields, ...attributes];
  return {
    fields: text === undefined ? fields : withLongestText(fields, text.most),
    largestPicture: size?.most ?? null,
  };
}

interface Placed {
  readonly item: Item;
  /** The noun of what it belongs to. */
  readonly of: string | null;
}

/** Puts parts below what they belong to, no more than a thing can have; the rest stands alone. */
function placeParts(items: readonly Item[]): {
  readonly placed: readonly Placed[];
  readonly assumptions: readonly string[];
} {
  const assumptions: string[] = [];
  const placed: Placed[] = [];
  for (const item of items) {
    const whole = wholeOf(item, items);
    const of = whole === null || leadsTo(item.noun, whole, placed) ? null : whole;
    const isFull = of !== null && partsBelow(topOf(of, placed), placed) >= mostParts;
    placed.push({ item, of: isFull ? null : of });
    if (of === null) continue;
    const plural = items.find(({ noun }) => noun === of)?.plural ?? of;
    if (isFull) {
      assumptions.push(
        `${capital(item.plural)} stand alone: ${plural} have ${mostParts} kinds of parts already.`,
      );
    } else if (item.of === null) assumptions.push(`${capital(item.plural)} belong to ${plural}.`);
  }
  return { placed, assumptions };
}

/** The thing that stands alone above another one. */
function topOf(noun: string, placed: readonly Placed[]): string {
  const of = placed.find(({ item }) => item.noun === noun)?.of ?? null;
  return of === null ? noun : topOf(of, placed);
}

function partsBelow(top: string, placed: readonly Placed[]): number {
  return placed.filter(({ item, of }) => of !== null && topOf(item.noun, placed) === top).length;
}

/** What is read decides for what belongs to it. */
function wholeAbove(item: Item, placed: readonly Placed[]): Item {
  const top = topOf(item.noun, placed);
  return placed.find((other) => other.item.noun === top)?.item ?? item;
}

/** Whether following what things belong to comes to a noun. */
function leadsTo(noun: string, from: string, placed: readonly Placed[]): boolean {
  return topOf(from, placed) === noun;
}

interface Item {
  readonly noun: string;
  readonly plural: string;
  readonly kind: ResourceKind;
  readonly of: string | null;
  readonly readers: "owner" | "everyone" | null;
  readonly attributes: readonly Field[];
  readonly evidence: string;
}

function mergedItems({ items, lexicon }: SettleInput): readonly Item[] {
  const found = new Map<string, Item>();
  for (const given of items) {
    const item = shortened(given, found);
    const { noun, of, attribute } = item;
    const whole = of === null ? undefined : found.get(of);
    if (attribute !== null) {
      if (whole !== undefined && of !== null) found.set(of, withAttribute(whole, attribute));
      continue;
    }
    const earlier = found.get(noun);
    const kind = item.kind ?? lexicon.default;
    if (kind === null) continue;
    if (earlier === undefined) found.set(noun, { ...item, kind, attributes: [] });
    else {
      found.set(noun, {
        ...earlier,
        of: earlier.of ?? of,
        readers: earlier.readers ?? item.readers,
      });
    }
  }
  return [...found.values()];
}

/** The "plant photos" of somebody who has named plants before are their photos. */
function shortened<Given extends FoundItem>(item: Given, found: ReadonlyMap<string, Item>): Given {
  const whole = [...found.keys()].find((noun) => item.noun.startsWith(`${noun} `));
  if (whole === undefined || item.noun.length - whole.length < 2) return item;
  const plural = item.plural.slice(whole.length + 1);
  return { ...item, noun: item.noun.slice(whole.length + 1), plural, of: item.of ?? whole };
}

function withAttribute(item: Item, { field, unless }: NonNullable<FoundItem["attribute"]>): Item {
  const own = new Set([...item.kind.fields, ...item.attributes].map(({ name }) => name));
  const isThere = field === null || [field.name, ...unless].some((name) => own.has(name));
  return isThere ? item : { ...item, attributes: [...item.attributes, field] };
}

/** What an item belongs to: as it is said, else the first thing before it that its kind goes with. */
function wholeOf(item: Item, items: readonly Item[]): string | null {
  if (item.of !== null) {
    return items.some(({ noun }) => noun === item.of) && item.of !== item.noun ? item.of : null;
  }
  const before = items.slice(0, items.indexOf(item));
  const first = before.find(({ kind }) => item.kind.partOf.includes(kind.id));
  return first?.noun ?? null;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
