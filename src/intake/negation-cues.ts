import { startsSentence, type Token } from "./tokens.ts";

/** Words after which what is named is not wanted, wherever they stand. */
const cues = new Set(
  (
    "without no not minus except excluding exclude excludes never neither nor nobody sans lacking " +
    "don't doesn't didn't can't cannot won't shouldn't mustn't wouldn't isn't aren't"
  ).split(" "),
);

const pairedCues = new Set([
  "leave out",
  "leaving out",
  "other than",
  "apart from",
  "aside from",
  "instead of",
  "rather than",
  "free of",
  "w o",
]);

/** Verbs that are a wish to leave something out only at the start of a clause: people may also "remove" what they own. */
const imperatives = new Set(["skip", "omit", "drop", "remove", "forget"]);

/** Verbs that, negated, ask for what they name: "don't forget". */
const keeping = new Set([
  "forget",
  "miss",
  "skip",
  "omit",
  "exclude",
  "remove",
  "drop",
  "leave",
  "without",
]);

/** How many tokens at `index` say that what comes next is not wanted (`negates`), or that the negation is only apparent. */
export function readCue(
  tokens: readonly Token[],
  index: number,
): { readonly length: number; readonly negates: boolean } | null {
  const word = (offset: number): string => tokens[index + offset]?.word ?? "";
  const pair = `${word(0)} ${word(1)}`;
  if (pairedCues.has(pair)) return { length: 2, negates: true };
  if (word(0) === "but" && isException(tokens, index)) return { length: 1, negates: true };
  if (imperatives.has(word(0)) && startsClause(tokens, index)) return { length: 1, negates: true };
  if (!cues.has(word(0))) return null;
  if (isApparent(word(1), word(2))) return { length: 2, negates: false };
  if (isNot(word(0)) && keeping.has(word(1))) {
    return { length: word(2) === "out" ? 3 : 2, negates: false };
  }
  return { length: 1, negates: true };
}

/** "everything but ...", "all of it but ...", though not "all of it but with ...". */
function isException(tokens: readonly Token[], index: number): boolean {
  if (/^(?:with|also|then|only|just|i|we|they|it|you)$/.test(tokens[index + 1]?.word ?? ""))
    return false;
  return clauseBefore(tokens, index).some((word) => /^(?:everything|all|anything)$/.test(word));
}

/** The words between the start of the sentence, or the last comma, and the token at `index`. */
function clauseBefore(tokens: readonly Token[], index: number): readonly string[] {
  const start = tokens.findLastIndex(
    (token, at) => at <= index && (startsSentence(token) || token.gap.includes(",")),
  );
  return tokens.slice(Math.max(start, 0), index).map(({ word }) => word);
}

function isNot(word: string): boolean {
  return word === "not" || word === "never" || word.endsWith("n't");
}

/** "no more than", "not only", "no limit". */
function isApparent(next: string, afterNext: string): boolean {
  if (/^(?:only|just|limit|limits|problem)$/.test(next)) return true;
  return (
    /^(?:more|less|longer|bigger|larger|greater|fewer|later|higher)$/.test(next) &&
    afterNext === "than"
  );
}

/** Where a verb is a demand: nobody is named before it in its clause who would do it in the app. */
function startsClause(tokens: readonly Token[], index: number): boolean {
  const before = clauseBefore(tokens, index);
  const last = before.at(-1);
  if (last === undefined) return true;
  const isJoined = /^(?:and|but|please|just|also|then)$/.test(last);
  return isJoined && !before.some((word) => /^(?:users?|people|members?|they|who)$/.test(word));
}
