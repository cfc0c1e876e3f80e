import type { Diagnostic } from "../core/diagnostic.ts";
import { compareJudgements, errorsOf, type Judgement } from "../repair/loop/judgement.ts";
import { afterFixers } from "../repair/loop/loop-state.ts";
import type { RepairVerdict } from "../spec/repair-attempt.ts";
import { firstOf } from "./phase-pages.ts";
import { repairSubjects } from "./repair-subjects.ts";
import {
  bestOf,
  keepAttempt,
  redPhase,
  takeVersion,
  versionOf,
  type PendingRound,
  type Settling,
} from "./settling.ts";

/**
 * Tells what a round was worth, once its result is judged. When it was worth nothing as a whole, although less was
 * found in some features than before, those alone are the next version: one bad answer must not cost the good ones.
 */
export function closeRound(settling: Settling): void {
  const { pending, state } = settling;
  const after = state.now.judgement;
  if (pending === null || after === null) return;
  settling.pending = null;
  const { asks, news, before } = pending;
  const verdict = verdictOf(pending, after);
  const names = [...new Set(asks.map(({ strategy }) => strategy.name))];
  keepAttempt(settling, {
    by: "model",
    strategy: [...names, ...(pending.isPart ? ["in part"] : [])].join(", "),
    features: asks.map(({ subject }) => subject.id),
    errorsBefore: errorsOf(before),
    errorsAfter: errorsOf(after),
    verdict,
    calls: news.calls,
    usd: news.usd,
  });
  const left = leftFindings(settling);
  const part = verdict === "better" ? [] : helpfulPart(pending, left);
  rememberTries(settling, { pending, part, verdict, left });
  if (part.length > 0) tryPart(settling, { pending, part });
}

interface ClosedRound {
  readonly pending: PendingRound;
  /** Features that are judged again without the others. */
  readonly part: readonly string[];
  readonly verdict: RepairVerdict;
  readonly left: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** For the next question, and for who learns from it. */
function rememberTries(settling: Settling, { pending, part, verdict, left }: ClosedRound): void {
  const { policy } = settling;
  for (const { subject, strategy } of pending.asks) {
    if (part.includes(subject.id)) continue;
    const found = left.get(subject.id) ?? [];
    const hasWon = verdict === "better" && found.length < findingsBefore(pending, subject.id);
    const earlier = settling.tries.get(subject.id) ?? [];
    const line = tryLine({ pending, id: subject.id, name: strategy.name, verdict, found });
    settling.tries.set(subject.id, hasWon ? [] : [...earlier, line]);
    policy.onOutcome?.({ lesson: subject.lesson, by: "model", name: strategy.name, hasWon });
  }
}

function findingsBefore({ faulty }: PendingRound, id: string): number {
  return faulty.find((feature) => feature.id === id)?.findings.length ?? 0;
}

/** The features that a round was good for, when it was not for all that it changed. */
function helpfulPart(
  pending: PendingRound,
  left: ReadonlyMap<string, readonly Diagnostic[]>,
): readonly string[] {
  const { changed, isPart } = pending;
  const good = changed.filter((id) => (left.get(id)?.length ?? 0) < findingsBefore(pending, id));
  return isPart || good.length === changed.length ? [] : good;
}

/** The best version with what a round made of some features: nobody is asked for it. */
function tryPart(
  settling: Settling,
  { pending, part }: Pick<ClosedRound, "pending" | "part">,
): void {
  const { pages: best } = bestOf(settling);
  const good = [...settling.pages].filter(([id]) => part.includes(id));
  const pages = new Map([...best, ...good]);
  settling.pending = {
    ...pending,
    asks: pending.asks.filter(({ subject }) => part.includes(subject.id)),
    news: { ...pending.news, calls: 0, usd: 0 },
    changed: part,
    isPart: true,
  };
  takeVersion(settling, { state: afterFixers(settling.state, versionOf(pages)), pages });
}

function verdictOf({ asks, news, changed, before }: PendingRound, after: Judgement): RepairVerdict {
  if (changed.length > 0) return compareJudgements(before, after);
  if (asks.every(({ subject }) => news.unanswered.has(subject.id))) return "unanswered";
  return news.refused.size > 0 ? "refused" : "same";
}

/** What is found now in each feature that models wrote. */
function leftFindings(settling: Settling): ReadonlyMap<string, readonly Diagnostic[]> {
  const { pages } = settling;
  const left = repairSubjects(pages, redPhase(settling));
  return new Map(left.map(({ id, findings }) => [id, findings]));
}

interface TryEnd {
  readonly pending: PendingRound;
  readonly id: string;
  readonly name: string;
  readonly verdict: RepairVerdict;
  readonly found: readonly Diagnostic[];
}

/** What the next model is told of a try: how it was asked for, and why that did not do. */
function tryLine({ pending, id, name, verdict, found }: TryEnd): string {
  const [refused] = pending.news.refused.get(id) ?? [];
  if (!pending.changed.includes(id)) {
    return refused === undefined
      ? `- ${name}: nothing was changed.`
      : `- ${name}: refused. ${refused.message}`;
  }
  const what = verdict === "worse" ? "it made things worse" : "it did not help";
  return `- ${name}: ${what}. Then: ${firstOf(found)}`;
}
