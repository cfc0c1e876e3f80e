import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { BugError } from "../core/errors.ts";
import { afterAsk, type PastAsk } from "../repair/loop/loop-state.ts";
import type { Ask } from "../repair/loop/next-step.ts";
import type { FaultyPages } from "./pages-by-models.ts";
import { changedPages, firstOf } from "./phase-pages.ts";
import { repairSubjects } from "./repair-subjects.ts";
import {
  bestOf,
  redPhase,
  takeVersion,
  tellPages,
  versionOf,
  type PendingRound,
  type Settling,
} from "./settling.ts";

/** Asks models about features with red pages, each in its way, and takes what they answer for the next version. */
export async function repairRound(settling: Settling, asks: readonly Ask[]): Promise<void> {
  const { input, state, versions, notes, tries } = settling;
  const { modelPages } = input;
  const before = state.best?.judgement ?? null;
  if (modelPages === null || before === null) throw new BugError("Nobody can be asked to repair.");
  const best = bestOf(settling);
  const faulty = repairSubjects(best.pages, redPhase(settling, best.reports));
  const tasks = asks.map(({ subject, strategy }): FaultyPages => ({
    feature: subject.id,
    pages: best.pages.get(subject.id) ?? new Map<string, string>(),
    findings: faulty.find(({ id }) => id === subject.id)?.findings ?? [],
    strategy,
    earlier: tries.get(subject.id) ?? [],
  }));
  const news = await modelPages.repaired(tasks, best.pages);
  const pages = new Map([...best.pages, ...news.pages]);
  const changed = changedPages(best.pages, pages);
  const id = versionOf(pages);
  const said = [...firstTimes(settling, { asks, faulty, news, changed }), ...news.diagnostics];
  if (said.length > 0 || !versions.has(id)) {
    tellPages(settling, { step: "repaired", before: best.pages, next: pages, diagnostics: said });
  }
  notes.push(...said);
  settling.pending = { asks, faulty, news, changed, before, isPart: false };
  const past = asks.map((ask) => pastAsk(ask, { news, changed }));
  takeVersion(settling, { state: afterAsk(state, { id, asks: past, ...news }), pages });
}

function pastAsk(
  { subject: { id, signature }, strategy: { name } }: Ask,
  { news, changed }: Pick<PendingRound, "news" | "changed">,
): PastAsk {
  const ask = { subject: id, signature, strategy: name };
  if (news.unanswered.has(id)) return { ...ask, verdict: "unanswered" };
  if (!changed.includes(id) && news.refused.has(id)) return { ...ask, verdict: "refused" };
  return { ...ask, verdict: null };
}

/** That pages were sent back is a finding of the phase once a feature; the attempts say the rest. */
function firstTimes(
  { state }: Settling,
  { asks, faulty, news, changed }: Omit<PendingRound, "before" | "isPart">,
): readonly Diagnostic[] {
  return asks
    .map(({ subject }) => subject.id)
    .filter((id) => !state.asks.some(({ subject }) => subject === id))
    .map((id) => {
      const found = faulty.find((feature) => feature.id === id)?.findings ?? [];
      const outcome = changed.includes(id)
        ? "and changed"
        : news.unanswered.has(id)
          ? "but nobody answered"
          : "but came back as they were";
      return diagnostic({
        code: "model-files-repaired",
        name: id,
        severity: "info",
        message: `The gates were red, so the model's pages of "${id}" were sent back, ${outcome}: ${firstOf(found)}`,
      });
    });
}
