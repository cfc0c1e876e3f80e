import type { Catalog } from "../../catalog/catalog.ts";
import type { Brief } from "../../spec/brief.ts";
import type { Mention } from "../mentions.ts";
import { indexesOf, textBetween, type Token } from "../tokens.ts";
import { appTopic } from "./app-topic.ts";
import { findItems, type FoundItem } from "./find-items.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";
import { findResourceLimits } from "./resource-limits.ts";
import { readersOf } from "./readers.ts";
import type { Resource } from "../../spec/resource.ts";
import { settleResources } from "./settle-resources.ts";

interface SearchInput {
  readonly request: string;
  readonly tokens: readonly Token[];
  /** Features and archetypes of the catalog. */
  readonly mentions: readonly Mention[];
  /** Indexes of tokens that say nothing of what to build. */
  readonly meaningless: ReadonlySet<number>;
  readonly catalog: Catalog;
}

/** Nouns of a request that may be stored. What is not wanted is not known yet. */
interface NounSearch {
  readonly lexicon: Lexicon;
  readonly items: readonly (FoundItem & { readonly mention: Mention })[];
  /** All mentions, nouns among them, but for those of the catalog that are just words of a noun: "favourite recipes". */
  readonly mentions: readonly Mention[];
  readonly openings: ReadonlySet<number>;
  readonly isPublic: boolean;
}

/**
 * The nouns that a request says are stored: objects of verbs such as "track", and what stands before "tracker". An
 * archetype says itself what its app stores, so that there are none beside it. Null when there are none.
 */
export function searchNouns(input: SearchInput): NounSearch | null {
  const { catalog, tokens, mentions, meaningless } = input;
  if (catalog.resources === null || catalog.pages === null) return null;
  if (mentions.some(({ subject }) => subject.kind === "archetype")) return null;
  const lexicon = createLexicon(catalog.resources);
  const isWord = (mention: Mention) => isWordOfNoun(mention, { tokens, lexicon, catalog });
  const features = mentions.filter((mention) => !isWord(mention));
  const taken = new Set([...meaningless, ...features.flatMap(indexesOf)]);
  const words = {
    tokens: withPossessives(tokens),
    lexicon,
    taken,
    features: new Map(features.map(({ from, to }) => [from, to])),
  };
  const { items, openings, isPublic } = findItems(words);
  if (items.length === 0) return null;
  const isInside = ({ from, to }: Mention) =>
    openings.has(from) || items.some((item) => item.start <= from && to <= item.to);
  const named = items.map((item) => ({ ...item, mention: mentionOf(item, input) }));
  const others = mentions.filter((mention) => !(isWord(mention) && isInside(mention)));
  return {
    lexicon,
    items: named,
    mentions: [...others, ...named.map(({ mention }) => mention)],
    openings,
    isPublic,
  };
}

/** The apostrophe behind "kids' chores" stands in the gap, where it would part the two. */
function withPossessives(tokens: readonly Token[]): readonly Token[] {
  const isOwner = (index: number) =>
    /^['’]\s+$/.test(tokens[index + 1]?.gap ?? "") && tokens[index]?.word.endsWith("s") === true;
  return tokens.map((token, index) => ({
    ...token,
    word: isOwner(index) ? `${token.word}'` : token.word,
    gap: isOwner(index - 1) ? " " : token.gap,
  }));
}

function mentionOf({ noun, from, to }: FoundItem, { request, tokens }: SearchInput): Mention {
  const text = textBetween(request, tokens.slice(from, to));
  return { subject: { kind: "resource", id: noun }, from, to, text };
}

interface WordContext {
  readonly tokens: readonly Token[];
  readonly lexicon: Lexicon;
  readonly catalog: Catalog;
}

/**
 * Words of the catalog that mean something else in a list of nouns: before another one ("favourite recipes"), or
 * because they are another form of the word ("feedings" are no feed).
 */
function isWordOfNoun(
  { from, to, subject }: Mention,
  { tokens, lexicon, catalog }: WordContext,
): boolean {
  const words = tokens.slice(from, to).map(({ word }) => word);
  const [only, ...rest] = words;
  if (only !== undefined && rest.length === 0) {
    const singular = lexicon.singularOf(only) ?? only;
    const known = catalog.entries.get(subject.id)?.blueprint;
    const names = [known?.title ?? "", subject.id, ...(known?.aliases ?? [])];
    const isNamed = names.some((name) => [only, singular].includes(name.toLowerCase()));
    if (!isNamed && lexicon.kinds.has(singular)) return true;
  }
  const next = tokens[to];
  if (next === undefined || !/^\s+$/.test(next.gap)) return false;
  if (words.every((word) => lexicon.modifiers.has(word) || lexicon.laterVerbs.has(word)))
    return true;
  return lexicon.phrases.has([...words, next.word].join(" "));
}

interface FinishInput {
  readonly negated: ReadonlyMap<Mention, string>;
  /** Indexes of tokens of which a negation speaks. */
  readonly scopeTokens: ReadonlySet<number>;
  readonly tokens: readonly Token[];
  readonly catalog: Catalog;
}

interface FoundResources {
  readonly resources: readonly Resource[];
  /** What the request says is not stored. */
  readonly excluded: Brief["excluded"];
  readonly assumptions: readonly string[];
  /** Indexes of the tokens that are explained. */
  readonly explained: ReadonlySet<number>;
  /** What to call an app for them. */
  readonly topic: string | null;
}

const nothing: FoundResources = {
  resources: [],
  excluded: [],
  assumptions: [],
  explained: new Set(),
  topic: null,
};

/** The resources among the nouns that were found, once it is known what the request rules out. */
export function finishResources(search: NounSearch | null, input: FinishInput): FoundResources {
  if (search === null) return nothing;
  const { negated, tokens, scopeTokens } = input;
  const ruledOut = new Set(
    search.items.filter(({ mention }) => negated.has(mention)).map(({ noun }) => noun),
  );
  const wanted = search.items.filter(({ noun }) => !ruledOut.has(noun));
  const nouns = search.items.flatMap(({ start, to }) => indexesOf({ from: start, to }));
  const others = new Set([...nouns, ...scopeTokens]);
  const said = readersOf({ tokens, lexicon: search.lexicon, others });
  const limits = findResourceLimits({ tokens, places: placesOf(wanted, search.lexicon) });
  const { resources, assumptions, tooMany } = settleResources({
    limits,
    items: wanted.map((item) => ({ ...item, evidence: item.mention.text })),
    lexicon: search.lexicon,
    readers: said.isSaid ? said.readers : search.isPublic ? "everyone" : "owner",
  });
  if (resources.length === 0) return nothing;
  const wholes = resources.filter(({ partOf }) => partOf === null);
  const understood = search.items.filter(({ plural }) => !tooMany.includes(plural));
  return {
    resources,
    excluded: excludedOf(search, { ...input, resources }),
    assumptions,
    explained: new Set([
      ...understood.flatMap(({ start, to }) => indexesOf({ from: start, to })),
      ...limits.flatMap(indexesOf),
      ...search.openings,
      ...said.words,
    ]),
    topic: appTopic(wholes.flatMap(({ noun }) => wanted.find((item) => item.noun === noun) ?? [])),
  };
}

function placesOf(items: NounSearch["items"], lexicon: Lexicon) {
  return items.flatMap(({ noun, kind, from, to, attribute }) => {
    const known = kind ?? lexicon.default;
    return known === null || attribute !== null ? [] : [{ noun, kind: known, from, to }];
  });
}

function excludedOf(
  { items }: NounSearch,
  {
    negated,
    resources,
    catalog,
  }: {
    readonly negated: FinishInput["negated"];
    readonly resources: readonly Resource[];
    readonly catalog: Catalog;
  },
): Brief["excluded"] {
  const found = new Map<string, string>();
  for (const { mention, plural, noun } of items) {
    const evidence = negated.get(mention);
    const id = plural.replaceAll(" ", "-");
    const isPlain = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id);
    // An id of the catalog would rule out a feature, which has words of its own.
    if (evidence === undefined || !isPlain || found.has(id) || catalog.entries.has(id)) continue;
    if (resources.some((resource) => resource.noun === noun)) continue;
    found.set(id, evidence);
  }
  return [...found].map(([id, evidence]) => ({ id, evidence }));
}
