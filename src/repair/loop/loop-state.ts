import type { RepairVerdict } from "../../spec/repair-attempt.ts";
import { compareJudgements, type Judgement } from "./judgement.ts";
import type { StrategyName } from "./strategy.ts";

/** A version of the files that are being repaired. */
interface Version {
  /** Names it by its content: equal files have equal names. */
  readonly id: string;
  /** Whether fixers have done what they can. */
  readonly isMended: boolean;
  /** Null before the judges have looked. */
  readonly judgement: Judgement | null;
}

type JudgedVersion = Version & { readonly judgement: Judgement };

/** One question to a model about one subject: a feature, or a file. */
export interface PastAsk {
  readonly subject: string;
  /** Of what was wrong with the subject when it was asked about. */
  readonly signature: string;
  readonly strategy: StrategyName;
  /** Null until the version that it led to is judged. */
  readonly verdict: RepairVerdict | null;
}

/** All that the loop knows. Every change of it is a function below; `nextStep` decides. */
export interface LoopState {
  /** Whether fixers look at each version before the judges do. */
  readonly hasFixers: boolean;
  readonly now: Version;
  /** The best of the versions that were judged; null before the first one was. */
  readonly best: JudgedVersion | null;
  readonly judged: readonly JudgedVersion[];
  /** Rounds of model repair that have begun. */
  readonly round: number;
  /** Replies of models so far. */
  readonly calls: number;
  /** Dollars that they cost; null when a price is not known. */
  readonly usd: number | null;
  readonly asks: readonly PastAsk[];
  /** Whether baselines take the places of what models made: there is no more repair after that. */
  readonly isFallingBack: boolean;
}

interface FirstVersion {
  readonly id: string;
  /** Whether fixers look at each version before the judges do. */
  readonly hasFixers: boolean;
  /** Whether they have done what they can with this one. Default: only when there are none. */
  readonly isMended?: boolean;
}

export function startLoop({ id, hasFixers, isMended = !hasFixers }: FirstVersion): LoopState {
  return {
    hasFixers,
    now: { id, isMended, judgement: null },
    best: null,
    judged: [],
    round: 0,
    calls: 0,
    usd: 0,
    asks: [],
    isFallingBack: false,
  };
}

/** Fixers have done what they can, which led to this version. */
export function afterFixers(state: LoopState, id: string): LoopState {
  return settle(state, { id, isMended: true });
}

/** The judges have looked at the version that is there now. */
export function afterJudges(state: LoopState, judgement: Judgement): LoopState {
  const now = { ...state.now, judgement };
  return weigh({ ...state, judged: [...state.judged, now] }, now);
}

export interface AskResults {
  /** The version that the answers lead to; the best one again when nothing of them could be taken. */
  readonly id: string;
  readonly asks: readonly PastAsk[];
  readonly calls: number;
  readonly usd: number | null;
}

/** Models were asked: a round, whatever came of it. */
export function afterAsk(state: LoopState, { id, asks, calls, usd }: AskResults): LoopState {
  return settle(
    {
      ...state,
      round: state.round + 1,
      calls: state.calls + calls,
      usd: state.usd === null || usd === null ? null : state.usd + usd,
      asks: [...state.asks, ...asks],
    },
    { id, isMended: !state.hasFixers },
  );
}

/** The best version is there again. */
export function afterReturn(state: LoopState): LoopState {
  return state.best === null ? state : { ...state, now: state.best };
}

/** Baselines are in the places of some of what models made. */
export function afterBaseline(state: LoopState, id: string): LoopState {
  return settle({ ...state, isFallingBack: true }, { id, isMended: true });
}

/** A version that was judged before is not judged again. */
function settle(state: LoopState, { id, isMended }: Pick<Version, "id" | "isMended">): LoopState {
  const known = state.judged.find((version) => version.id === id);
  return known === undefined
    ? { ...state, now: { id, isMended, judgement: null } }
    : weigh(state, known);
}

/** Questions that led here get their verdict, and the better version is the best. */
function weigh(state: LoopState, now: JudgedVersion): LoopState {
  const { best } = state;
  const verdict = best === null ? null : compareJudgements(best.judgement, now.judgement);
  return {
    ...state,
    now,
    // A baseline is kept whatever it is like: nothing else is left.
    best: verdict === null || verdict === "better" || state.isFallingBack ? now : best,
    asks: state.asks.map((ask) =>
      ask.verdict === null ? { ...ask, verdict: verdict ?? "same" } : ask,
    ),
  };
}
