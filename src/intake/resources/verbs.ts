import { startsSentence } from "../tokens.ts";
import { isClose, phraseAt, type Found } from "./lexicon.ts";
import { isContent, type RequestWords } from "./read-noun.ts";

/** Words before which a word is a noun: "a list", "my plan". */
const nounOpening =
  /^(?:an?|the|my|our|your|their|his|her|its|this|that|each|every|no|simple|basic|small|little|good|nice|new|personal|private|public|shared)$/;

/** A verb whose objects are stored, with its half of the app's name; null where the word is no verb, or another one. */
export function verbAt(words: RequestWords, index: number): Found<string> | null {
  const { tokens, lexicon, taken } = words;
  const found = phraseAt(tokens, { index, phrases: lexicon.verbs });
  if (found === null || taken.has(index)) return null;
  if (found.length > 1) return found;
  const before = tokens[index - 1];
  const token = tokens[index];
  const next = tokens[index + 1];
  // "plants, list" and "plant list" end with a noun.
  if (next === undefined || token === undefined || /^(?:of|for)$/.test(next.word)) return null;
  if (before === undefined || startsSentence(token) || !isClose(token)) return found;
  if (nounOpening.test(before.word)) return null;
  if (!isContent(words, index - 1)) return found;
  // Whoever does it stands before a verb: "teachers manage their classes".
  const isDone =
    lexicon.singularOf(before.word) !== null &&
    /^(?:my|our|their|the|all|his|her)$/.test(next.word);
  return isDone || isJoiningVerb(words, index - 1) ? found : null;
}

/** "help track", "want to log": the word before is a verb itself. */
function isJoiningVerb({ tokens, lexicon }: RequestWords, index: number): boolean {
  const word = tokens[index]?.word ?? "";
  return /^(?:helps?|helping|easily|better)$/.test(word) || lexicon.verbs.has(word);
}

/** A verb that stores something where the request has already said what it stores. */
export function laterVerbAt({ tokens, lexicon }: RequestWords, index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (token === undefined || !lexicon.laterVerbs.has(token.word)) return false;
  return (
    before === undefined ||
    !isClose(token) ||
    /^(?:and|to|can|could|also|may|then|i|we|they|users|people)$/.test(before.word)
  );
}
