import { findMentions, type Mention } from "../mentions.ts";
import { startsSentence, textBetween, type Token } from "../tokens.ts";
import { isIgnoredWord } from "../words.ts";
import type { LookWords } from "./look-words.ts";

interface FindInput {
  readonly request: string;
  readonly tokens: readonly Token[];
  readonly words: LookWords;
  /** Features and kinds of apps that the request names. */
  readonly mentions: readonly Mention[];
  /** Indexes of tokens that already mean something else, those of mentions aside. */
  readonly taken: ReadonlySet<number>;
}

interface FoundLook {
  readonly mentions: readonly Mention[];
  /** Indexes of words that belong to them: "theme" in "a dark theme". */
  readonly beside: readonly number[];
}

/** Words before which a description ends: what follows is something else. */
const endings =
  /^(?:and|or|but|with|without|for|in|on|by|where|that|which|who|to|using|while|as|from|at|of|please|plus|so|because)$/;

const joints = /^(?:and|or|but|nor|very|mostly)$/;

/**
 * Words of a request that describe how the app looks. A colour that describes something else, as in "green houses"
 * or "cleaning", is left alone: what comes next must end the description, or be a word such as "theme" or "app".
 */
export function findLook(input: FindInput): FoundLook {
  const { request, tokens, words, mentions, taken } = input;
  const used = new Set([...taken, ...mentions.flatMap(indexesOf)]);
  const candidates = findMentions({ request, tokens, phrases: words.phrases, taken: used }).filter(
    (mention) => isSpelledSo(mention, tokens),
  );
  const found: Mention[] = [];
  // From the last: what describes the next description stands or falls with it.
  for (const mention of candidates.toReversed()) {
    if (describesApp(mention, { ...input, candidates, found })) found.unshift(mention);
  }
  const whole = found.map((mention) => withBeside(mention, { ...input, used }));
  const beside = tokens.flatMap((token, index) =>
    !used.has(index) &&
    words.beside.has(token.word) &&
    found.some((mention) => isOneSentence(tokens, { mention, index }))
      ? [index]
      : [],
  );
  return { mentions: whole, beside };
}

/** "dark" of "dark mode" is the whole "dark mode": so what is said behind it, "is not needed", is said of it. */
function withBeside(mention: Mention, surroundings: BesideInput): Mention {
  const { request, tokens, words, used } = surroundings;
  const next = tokens[mention.to];
  const isMore =
    next !== undefined && !endsPart(next) && !used.has(mention.to) && words.beside.has(next.word);
  if (!isMore) return mention;
  const to = mention.to + 1;
  const text = textBetween(request, tokens.slice(mention.from, to));
  return withBeside({ ...mention, to, text }, surroundings);
}

interface BesideInput extends Pick<FindInput, "request" | "tokens" | "words"> {
  readonly used: ReadonlySet<number>;
}

/** Stems are too wide for single words: "cleaning" is not "clean", "lights" are not "light". */
function isSpelledSo({ subject, from, to }: Mention, tokens: readonly Token[]): boolean {
  if (to - from > 1) return true;
  return (
    subject.id ===
    tokens
      .slice(from, to)
      .map(({ word }) => word)
      .join(" ")
  );
}

interface Surroundings extends FindInput {
  readonly candidates: readonly Mention[];
  /** Candidates behind this one that do describe the app. */
  readonly found: readonly Mention[];
}

function describesApp(mention: Mention, surroundings: Surroundings): boolean {
  const { tokens, words, mentions, candidates, found } = surroundings;
  const next = tokens[mention.to];
  if (next === undefined || endsPart(next)) return isOpenBefore(mention, surroundings);
  // With "and" between them too: "green and red peppers" describes peppers.
  const at = joints.test(next.word) ? mention.to + 1 : mention.to;
  const described = candidates.find(({ from }) => from === at);
  if (described !== undefined) return found.includes(described);
  // "a dark video app" is as dark as "a dark app".
  const named = namedFrom(mention.to, mentions);
  if (words.beside.has(tokens[named.to]?.word ?? "")) return true;
  return (named.hasArchetype || endings.test(next.word)) && isOpenBefore(mention, surroundings);
}

/** The features and kinds of apps that are named one behind the other from a token on. */
function namedFrom(
  start: number,
  mentions: readonly Mention[],
): { readonly to: number; readonly hasArchetype: boolean } {
  const mention = mentions.find(({ from }) => from === start);
  if (mention === undefined) return { to: start, hasArchetype: false };
  const rest = namedFrom(mention.to, mentions);
  return { to: rest.to, hasArchetype: rest.hasArchetype || mention.subject.kind === "archetype" };
}

/** Whether a description may begin here: nothing that only these words describe stands before it. */
function isOpenBefore(
  { from }: Mention,
  { tokens, words, mentions, candidates }: Surroundings,
): boolean {
  const before = tokens[from - 1];
  const first = tokens[from];
  if (before === undefined || first === undefined || endsPart(first)) return true;
  return (
    isIgnoredWord(before.word) ||
    words.beside.has(before.word) ||
    joints.test(before.word) ||
    [...mentions, ...candidates].some(({ to }) => to === from)
  );
}

function endsPart(token: Token): boolean {
  return startsSentence(token) || /[,/&+]/.test(token.gap);
}

function isOneSentence(
  tokens: readonly Token[],
  { mention, index }: { readonly mention: Mention; readonly index: number },
): boolean {
  const [first, last] = index < mention.from ? [index, mention.from] : [mention.to - 1, index];
  return !tokens.slice(first + 1, last + 1).some(startsSentence);
}

function indexesOf({ from, to }: Mention): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
