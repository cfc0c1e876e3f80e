import { BugError } from "../core/errors.ts";
import { judgementOf } from "../repair/loop/judgement.ts";
import { afterBaseline, afterJudges, afterReturn } from "../repair/loop/loop-state.ts";
import { nextStep, type Circumstances } from "../repair/loop/next-step.ts";
import type { GateReport } from "../spec/gate-report.ts";
import { closeRound } from "./close-round.ts";
import { replacePages } from "./phase-pages.ts";
import { repairRound } from "./repair-round.ts";
import { repairSubjects } from "./repair-subjects.ts";
import { runFixers } from "./run-fixers.ts";
import {
  beginSettling,
  bestOf,
  nowMs,
  redPhase,
  settledOf,
  takeVersion,
  tellPages,
  versionOf,
  writeVersion,
  type PhaseWork,
  type Settled,
  type SettleInput,
  type Settling,
} from "./settling.ts";

/**
 * Writes a phase and judges it. Pages by models are mended by fixers first; those with which the phase is red are sent
 * back to models, as `nextStep` decides; where that does not help, the pages that we print take their places. They do
 * so too where a tool did not answer: a page can keep one busy for ever.
 */
export async function settlePhase(input: SettleInput, work: PhaseWork): Promise<Settled> {
  const settling = await beginSettling(input, work);
  for (;;) {
    const step = nextStep(settling.state, circumstancesOf(settling));
    switch (step.do) {
      case "fixers":
        await runFixers(settling);
        break;
      case "judge":
        await judge(settling);
        break;
      case "return":
        takeVersion(settling, {
          state: afterReturn(settling.state),
          pages: bestOf(settling).pages,
        });
        await writeVersion(settling);
        break;
      case "ask":
        await repairRound(settling, step.asks);
        break;
      case "baseline":
        fallBack(settling, step.why);
        break;
      case "end":
        return settledOf(settling);
    }
    closeRound(settling);
  }
}

async function judge(settling: Settling): Promise<void> {
  const { work, state, pages, versions } = settling;
  await writeVersion(settling);
  const reports = await work.judge();
  versions.set(state.now.id, { pages, reports });
  const judgement = judgementOf(reports, work.outcomeOf(reports) === "passed");
  takeVersion(settling, { state: afterJudges(state, judgement), pages });
}

function circumstancesOf(settling: Settling): Circumstances {
  const { input, policy, pages, state, startedMs } = settling;
  const { modelPages } = input;
  const { limits, preferred } = policy;
  const isJudged = state.now.judgement !== null;
  const best = isJudged ? bestOf(settling) : null;
  return {
    limits,
    ladder: modelPages?.strategies ?? [],
    subjects: best === null ? [] : repairSubjects(best.pages, redPhase(settling, best.reports)),
    elapsedMs: nowMs(settling) - startedMs,
    noModel: best === null ? null : noModel(settling, best.reports),
    hasBaseline: isJudged && replacePages(pages, redPhase(settling)) !== null,
    ...(preferred === undefined ? {} : { preferred }),
  };
}

/** Why models cannot repair this; null when they can. */
function noModel({ input, work }: Settling, reports: readonly GateReport[]): string | null {
  const { modelPages } = input;
  if (modelPages === null) return "no model writes pages";
  if (modelPages.isSilent()) return "no model answers";
  const isUnavailable = work.outcomeOf(reports) === "unavailable";
  return isUnavailable ? "a gate could not look, which no model repairs" : null;
}

/** The pages that we print take the places of those by models that are red. */
function fallBack(settling: Settling, why: string): void {
  const { pages: before, state, notes } = settling;
  const replaced = replacePages(before, redPhase(settling));
  if (replaced === null) throw new BugError("There is no printed page to fall back to.");
  const said = replaced.notes.map((note) => ({ ...note, message: `${note.message} (${why})` }));
  notes.push(...said);
  tellPages(settling, { step: "replaced", before, next: replaced.pages, diagnostics: said });
  const { pages } = replaced;
  takeVersion(settling, { state: afterBaseline(state, versionOf(pages)), pages });
}
