import type { Mention } from "./mentions.ts";
import { chainBefore, negatedUntil } from "./negated-after.ts";
import { readCue } from "./negation-cues.ts";
import { startsSentence, textBetween, type Token } from "./tokens.ts";
import { numberOf } from "./units.ts";

export interface Negations {
  /** Mentions that are not wanted, each with the words that say so. */
  readonly negated: ReadonlyMap<Mention, string>;
  /** Indexes of the words that say so. */
  readonly cueTokens: ReadonlySet<number>;
  /** Indexes of all tokens of which a negation speaks. */
  readonly scopeTokens: ReadonlySet<number>;
}

interface NegationInput {
  readonly request: string;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
}

/** Words that end what a negation speaks of. */
const contrasts =
  /^(?:but|with|however|just|only|plus|including|although|though|while|yet|instead)$/;

/** Words that begin a new wish once something was negated. */
const wishes =
  /^(?:want|wants|need|needs|have|has|having|include|includes|add|keep|yes|can|should|must|could)$/;

const subjects =
  /^(?:i|we|you|they|it|there|users?|people|members?|visitors?|everyone|everybody|anyone)$/;

/** Finds which mentions the request does not want: "without A and B", "no C", "D are not needed". */
export function findNegations({ request, tokens, mentions }: NegationInput): Negations {
  const negated = new Map<Mention, string>();
  const cueTokens = new Set<number>();
  const scopeTokens = new Set<number>();
  let scope: { readonly start: number; hasMention: boolean } | null = null;
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined) break;
    const mention = mentions.find(({ from }) => from === index);
    if (scope !== null && (startsSentence(token) || endsScope({ tokens, index, scope })))
      scope = null;
    if (mention !== undefined) {
      if (scope !== null && beginsWish(token, { mention, before: mentions, index })) scope = null;
      const until = negatedUntil(tokens, mention);
      if (until !== null) {
        for (const each of chainBefore(tokens, { mentions, last: mention })) {
          negated.set(each, textBetween(request, tokens.slice(each.from, until)));
        }
        addRange(cueTokens, { from: mention.to, to: until });
      } else if (scope !== null) {
        scope.hasMention = true;
        negated.set(mention, textBetween(request, tokens.slice(scope.start, mention.to)));
      }
      if (scope !== null) addRange(scopeTokens, mention);
      index = until ?? mention.to;
      continue;
    }
    const cue = readCue(tokens, index);
    if (cue !== null) {
      addRange(cueTokens, { from: index, to: index + cue.length });
      scope = cue.negates ? { start: index, hasMention: false } : null;
    } else if (scope !== null) {
      scopeTokens.add(index);
    }
    index += cue?.length ?? 1;
  }
  return { negated, cueTokens, scopeTokens };
}

/** Behind a comma, a look after features that are ruled out is wanted: "no comments, dark". So are features after a look. */
function beginsWish({ gap }: Token, { mention, before, index }: WishInput): boolean {
  const last = before.findLast(({ to }) => to <= index);
  const isLook = mention.subject.kind === "look";
  return gap.includes(",") && last !== undefined && (last.subject.kind === "look") !== isLook;
}

interface WishInput {
  readonly mention: Mention;
  readonly before: readonly Mention[];
  readonly index: number;
}

interface EndInput {
  readonly tokens: readonly Token[];
  readonly index: number;
  readonly scope: { readonly start: number; readonly hasMention: boolean };
}

function endsScope({ tokens, index, scope }: EndInput): boolean {
  const word = tokens[index]?.word ?? "";
  const before = tokens[index - 1]?.word ?? "";
  if (contrasts.test(word)) return index > scope.start + 1;
  if (!scope.hasMention) return false;
  if (tokens[index]?.gap.includes(",") && hasAmount(tokens, index)) return true;
  const isAfterJoint = /^(?:and|so|then|because)$/.test(before) || tokens[index]?.gap.includes(",");
  return wishes.test(word) || (subjects.test(word) && isAfterJoint === true);
}

/** Whether an amount stands before the next comma: such a part of a list is a wish of its own. */
function hasAmount(tokens: readonly Token[], index: number): boolean {
  const rest = tokens.slice(index);
  const end = rest.findIndex(
    (token, at) => at > 0 && (startsSentence(token) || token.gap.includes(",")),
  );
  return rest.slice(0, end < 0 ? rest.length : end).some(({ word }) => numberOf(word) !== null);
}

function addRange(set: Set<number>, { from, to }: { from: number; to: number }): void {
  for (let index = from; index < to; index += 1) set.add(index);
}
