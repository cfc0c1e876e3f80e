import { counted } from "../../core/counted.ts";
import type { LoopState, PastAsk } from "./loop-state.ts";
import type { Strategy } from "./strategy.ts";

/** What is wrong with one feature or file of the best version. */
export interface Subject {
  readonly id: string;
  /** Of its text and what was found in it: equal questions have equal signatures. */
  readonly signature: string;
  /** What was found in it, without its place and its text, one line a kind: it may be known from other apps. */
  readonly lesson: string;
  /** Whether nothing points to it, so that it is one of several that may have caused what was found: one try is enough. */
  readonly isGuess: boolean;
}

export interface LoopLimits {
  /** Rounds of model repair. */
  readonly rounds: number;
  /** Replies of models. */
  readonly calls: number;
  /** Dollars; null for no limit but that of the run. */
  readonly usd: number | null;
  /** Milliseconds; no round begins after them. */
  readonly ms: number;
}

export interface Circumstances {
  readonly limits: LoopLimits;
  /** The ways to ask that lead somewhere, in the order in which they are tried. */
  readonly ladder: readonly Strategy[];
  /** What a model could repair in the best version, what others build on first. */
  readonly subjects: readonly Subject[];
  /** Milliseconds since the loop began. */
  readonly elapsedMs: number;
  /** Why nobody can be asked, as half a sentence; null when somebody can. */
  readonly noModel: string | null;
  /** Whether something that models made can give its place to a baseline. */
  readonly hasBaseline: boolean;
  /** The way that helped with such findings before; null for none. It goes before the ladder. */
  readonly preferred?: (lesson: string) => Strategy | null;
}

export type LoopStep =
  /** Fixers do what they can with the version that is there. */
  | { readonly do: "fixers" }
  | { readonly do: "judge" }
  | { readonly do: "return"; readonly why: string }
  /** A round: models are asked about these subjects, in this order. */
  | { readonly do: "ask"; readonly round: number; readonly asks: readonly Ask[] }
  /** What models made of what is red gives its place to its baseline. */
  | { readonly do: "baseline"; readonly why: string }
  | { readonly do: "end"; readonly isGreen: boolean; readonly why: string };

export interface Ask {
  readonly subject: Subject;
  readonly strategy: Strategy;
}

/**
 * What to do now. Fixers come before judges, judges before models; a version that is not better than the best one is
 * left again; no question is asked twice in the same way; at a limit, or when nobody knows more, the baseline takes
 * its place, and when there is none, the loop ends.
 */
export function nextStep(state: LoopState, about: Circumstances): LoopStep {
  const { now, best } = state;
  if (now.judgement === null) return { do: now.isMended ? "judge" : "fixers" };
  if (now.judgement.isGreen) return { do: "end", isGreen: true, why: "everything passed" };
  if (state.isFallingBack) return orEnd("what is left of it by models is red too", about);
  if (best !== null && best.id !== now.id) {
    return { do: "return", why: "it is not better than the best version so far" };
  }
  const asks = possibleAsks(state, about);
  const obstacle = obstacleOf(state, about);
  if (obstacle !== null) return orEnd(obstacle, about);
  if (asks.length === 0) return orEnd("every way to ask was tried", about);
  const paid = asks.slice(0, affordable(state, about.limits));
  if (paid.length === 0) return orEnd("the money for repairs does not do for another call", about);
  return { do: "ask", round: state.round + 1, asks: paid };
}

function orEnd(why: string, { hasBaseline }: Circumstances): LoopStep {
  return hasBaseline ? { do: "baseline", why } : { do: "end", isGreen: false, why };
}

/** Why no further round begins; null when one may. */
function obstacleOf(state: LoopState, about: Circumstances): string | null {
  const { limits } = about;
  if (about.subjects.length === 0) return "nothing of it is by a model";
  if (limits.rounds === 0) return "models repair nothing in this run";
  if (about.noModel !== null) return about.noModel;
  if (state.round >= limits.rounds) return `${limit(limits.rounds, "round")} is reached`;
  if (state.calls >= limits.calls) return `${limit(limits.calls, "call")} is reached`;
  if (limits.usd !== null && state.usd === null) {
    return "the price of the model is not known, and repairs have a budget";
  }
  if (limits.usd !== null && (state.usd ?? 0) >= limits.usd)
    return "the money for repairs is spent";
  if (about.elapsedMs >= limits.ms) {
    return `${limit(Math.round(limits.ms / 60_000), "minute")} is reached`;
  }
  return null;
}

function limit(count: number, noun: string): string {
  return `the limit of ${counted(count, noun)}`;
}

/** How many questions the calls and the money do for, when one costs what they cost so far. */
function affordable({ calls, usd }: LoopState, limits: LoopLimits): number {
  const byCalls = limits.calls - calls;
  if (limits.usd === null || usd === null || calls === 0 || usd === 0) return byCalls;
  return Math.min(byCalls, Math.floor((limits.usd - usd) / (usd / calls) + 1e-9));
}

function possibleAsks(state: LoopState, about: Circumstances): readonly Ask[] {
  return about.subjects.flatMap((subject) => {
    const past = state.asks.filter((ask) => ask.subject === subject.id);
    const strategy = strategyFor(subject, past, about);
    return strategy === null ? [] : [{ subject, strategy }];
  });
}

/**
 * The first way that was not tried with exactly this: beginning with the one that helped with such findings elsewhere,
 * then with the one that helped here last. Who did not answer is not asked again.
 */
function strategyFor(
  { signature, lesson, isGuess }: Subject,
  past: readonly PastAsk[],
  { ladder, preferred }: Circumstances,
): Strategy | null {
  if (past.at(-1)?.verdict === "unanswered") return null;
  const tried = past.filter((ask) => ask.signature === signature);
  if (isGuess && tried.length > 0) return null;
  const won = past.findLast(({ verdict }) => verdict === "better")?.strategy;
  const from = Math.max(
    0,
    ladder.findIndex(({ name }) => name === won),
  );
  const first = preferred?.(lesson) ?? null;
  const known = ladder.find(({ name }) => name === first?.name);
  const usual = [...ladder.slice(from), ...ladder.slice(0, from)];
  const order = known === undefined ? usual : [known, ...usual];
  return order.find(({ name }) => !tried.some(({ strategy }) => strategy === name)) ?? null;
}
