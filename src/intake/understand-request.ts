import type { Catalog } from "../catalog/catalog.ts";
import { requiredClosure } from "../catalog/closure.ts";
import type { Archetype } from "../spec/blueprint.ts";
import type { Brief } from "../spec/brief.ts";
import { findAppName, slugOf } from "./app-name.ts";
import { comparisonTokens } from "./comparisons.ts";
import { findLimits, type Limit } from "./limits.ts";
import { findLook } from "./look/find-look.ts";
import { lookWords } from "./look/look-words.ts";
import { settleLook } from "./look/settle-look.ts";
import { findMentions, type Mention } from "./mentions.ts";
import { nameApp } from "./name-app.ts";
import { findNegations } from "./negations.ts";
import { catalogPhrases, type Phrase } from "./phrases.ts";
import { nothingLeft, refuseLength, senselessRequest } from "./request-errors.ts";
import { settleFeatures } from "./settle-features.ts";
import { suggestionFor } from "./suggestions.ts";
import { indexesOf, tokenize } from "./tokens.ts";
import { unitOf } from "./units.ts";
import { finishResources, searchNouns } from "./resources/find-resources.ts";
import type { Resource } from "../spec/resource.ts";
import { isIgnoredWord } from "./words.ts";

/** A request, understood without a model. */
export interface UnderstoodRequest {
  /** Its features are those of the catalog. */
  readonly brief: Brief;
  /** What is stored beside them, for which features are still to be designed. */
  readonly resources: readonly Resource[];
}

/**
 * What a request asks for, found without a model: archetypes and features by the words of the catalog,
 * what it rules out, limits, the app's name, and nouns that it wants stored and no feature is about. The same request
 * and catalog give the same answer.
 * @throws InputError when the request is empty, longer than 4,000 characters, asks for nothing that
 * can be built, or for a limit out of range.
 */
export function understandRequest(request: string, catalog: Catalog): UnderstoodRequest {
  refuseLength(request, catalog);
  const words = lookWords(catalog);
  const { tokens, given, meaningless, look, nouns, mentions } = readMentions(request, {
    catalog,
    words,
  });
  const { negated, cueTokens, scopeTokens } = findNegations({ request, tokens, mentions });
  const settled = settleFeatures({ catalog, mentions, negated });
  const stored = finishResources(nouns, { negated, scopeTokens, tokens, catalog });
  const ids = new Set(settled.features.map(({ id }) => id));
  const looks = settleLook({
    catalog,
    words,
    mentions: look.mentions,
    negated: new Map([...negated].filter(([{ subject }]) => subject.kind === "look")),
  });
  const limits = findLimits({
    request,
    tokens,
    mentions,
    features: requiredClosure(catalog, ids),
    catalog,
  });
  const explained = new Set([
    ...meaningless,
    ...cueTokens,
    ...look.beside,
    ...stored.explained,
    ...mentions.filter(({ subject }) => subject.kind !== "resource").flatMap(indexesOf),
    ...limits.flatMap(indexesOf),
  ]);
  const unknown = tokens
    .map((token, index) => ({ ...token, index }))
    .filter(({ word, index }) => !explained.has(index) && !isIgnoredWord(word));
  const notUnderstood = firstSpellings(unknown.map(({ text }) => text));
  if (ids.size + stored.resources.length === 0) {
    throw settled.excluded.length === 0
      ? senselessRequest(notUnderstood, catalog)
      : nothingLeft(settled, catalog);
  }
  const naming = nameApp({
    given,
    archetypes: settled.archetypes,
    stored: stored.topic,
    topics: firstSpellings(
      unknown
        .filter(({ index, word }) => !scopeTokens.has(index) && isTopic(word))
        .map(({ text }) => text),
    ),
    featureTitles: [...ids].map((id) => catalog.entries.get(id)?.blueprint.title ?? id),
  });
  const brief = {
    request,
    appName: naming.name,
    slug: slugOf(naming.name),
    features: settled.features,
    excluded: [...settled.excluded, ...settled.dropped, ...stored.excluded],
    parameters: {
      ...chosenParameters({
        archetypes: settled.archetypes,
        limits,
        features: requiredClosure(catalog, ids),
      }),
      ...looks.parameters,
    },
    assumptions: [
      ...naming.assumptions,
      ...settled.assumptions,
      ...stored.assumptions,
      ...looks.assumptions,
      ...misspellings(notUnderstood, catalog),
    ],
    notUnderstood,
  };
  return { brief, resources: stored.resources };
}

interface ReadContext {
  readonly catalog: Catalog;
  readonly words: ReturnType<typeof lookWords>;
}

/** Words and mentions of the request; `meaningless` are the tokens of its name and of comparisons. */
function readMentions(request: string, { catalog, words }: ReadContext) {
  const phrases = catalogPhrases(catalog);
  const tokens = tokenize(request);
  const given = findAppName(request, (text) => isPhrase(text, phrases));
  const named = tokens.flatMap(({ start, end }, index) =>
    given !== null && start >= given.start && end <= given.end ? [index] : [],
  );
  const firstLook = findMentions({ request, tokens, phrases, taken: new Set(named) });
  const archetypes = firstLook.filter(({ subject }) => subject.kind === "archetype");
  const meaningless = new Set([...named, ...comparisonTokens(tokens, archetypes)]);
  const features = findMentions({ request, tokens, phrases, taken: meaningless });
  const look = findLook({ request, tokens, words, mentions: features, taken: meaningless });
  const known = [...features, ...look.mentions];
  const taken = new Set([...meaningless, ...look.beside]);
  const nouns = searchNouns({ request, tokens, mentions: known, meaningless: taken, catalog });
  return { tokens, given, meaningless, look, nouns, mentions: inOrder(nouns?.mentions ?? known) };
}

function inOrder(mentions: readonly Mention[]): readonly Mention[] {
  return mentions.toSorted((left, right) => left.from - right.from);
}

/** Whether a word may be what the app is about: no number and no unit. */
function isTopic(word: string): boolean {
  return /^\p{L}/u.test(word) && unitOf(word) === null;
}

function isPhrase(text: string, phrases: readonly Phrase[]): boolean {
  const stems = tokenize(text)
    .map(({ stem }) => stem)
    .join(" ");
  return phrases.some((phrase) => phrase.stems.join(" ") === stems);
}

/** A misspelt word changes nothing, which matters most where it says what to leave out. */
function misspellings(words: readonly string[], catalog: Catalog): readonly string[] {
  return words.flatMap((word) => {
    const nearest = suggestionFor(word, catalog);
    return nearest === null
      ? []
      : [`"${word}" is not understood and changes nothing; did you mean "${nearest}"?`];
  });
}

interface ChosenInput {
  readonly archetypes: readonly Archetype[];
  readonly limits: readonly Limit[];
  readonly features: ReadonlySet<string>;
}

/** Parameter values of archetypes, then those that the request itself gives. */
function chosenParameters({ archetypes, limits, features }: ChosenInput): Brief["parameters"] {
  const given = limits.map(({ feature, parameter, value }) => ({
    [feature]: { [parameter]: value },
  }));
  const chosen: Record<string, Record<string, number | string>> = {};
  for (const source of [...archetypes.map(({ parameters }) => parameters).toReversed(), ...given]) {
    for (const [feature, values] of Object.entries(source)) {
      if (features.has(feature)) chosen[feature] = { ...chosen[feature], ...values };
    }
  }
  return chosen;
}

/** Each word once, as it is first written. */
function firstSpellings(words: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const word of words) {
    const key = word.toLowerCase();
    if (!first.has(key)) first.set(key, word);
  }
  return [...first.values()];
}
