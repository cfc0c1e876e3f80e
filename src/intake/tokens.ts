import { stemmer } from "stemmer";

/** One word or number of a request. Everything after `tokenize` works on these. */
export interface Token {
  /** As written. */
  readonly text: string;
  /** Lower case, with a plain apostrophe. */
  readonly word: string;
  /** The Porter stem, by which "painting" and "paints" are one word. */
  readonly stem: string;
  /** Offsets in the request. */
  readonly start: number;
  readonly end: number;
  /** What stands between this word and the one before. */
  readonly gap: string;
}

/** Numbers stand apart from a unit written onto them: "5s" is "5", "s". */
const wordPattern = /\d+(?:[.,]\d+)*|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*/gu;

/** The words and numbers of a text in order. */
export function tokenize(text: string): readonly Token[] {
  let end = 0;
  return [...text.matchAll(wordPattern)].map((match) => {
    const word = match[0].toLowerCase().replaceAll("’", "'");
    const token = {
      text: match[0],
      word,
      stem: stemmer(word.replace(/'s?$/, "")),
      start: match.index,
      end: match.index + match[0].length,
      gap: text.slice(end, match.index),
    };
    end = token.end;
    return token;
  });
}

/** Whether a sentence, or an aside, begins or ends between a token and the one before. */
export function startsSentence({ gap }: Token): boolean {
  return /[.;:!?()[\]\n—–]| - /.test(gap);
}

/** The stretch of the text from one token to another, as written. */
export function textBetween(text: string, tokens: readonly Token[]): string {
  return text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

/** A run of tokens: the index of the first, and of the one behind the last. */
interface TokenRun {
  readonly from: number;
  readonly to: number;
}

export function indexesOf({ from, to }: TokenRun): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
