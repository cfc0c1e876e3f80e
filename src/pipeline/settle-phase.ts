import type { AppFiles } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Phase, Plan } from "../spec/plan.ts";
import type { EmitEvent, PageStep } from "../spec/run-event.ts";
import { diffFiles } from "../workspace/diff-files.ts";
import type { ModelPages, PagesByFeature } from "./model-pages.ts";
import {
  changedPages,
  repairPages,
  replacePages,
  withPagesOf,
  type PhasePages,
  type RedPhase,
} from "./phase-pages.ts";

export interface SettleInput {
  readonly plan: Plan;
  readonly phase: Phase;
  readonly before: AppFiles;
  /** The app after this phase, with the pages that we print. */
  readonly after: AppFiles;
  /** Null when no model writes pages. */
  readonly modelPages: ModelPages | null;
  /** Pages by models that are in the app before. */
  readonly pages: PagesByFeature;
  /** Number of the phase whose app `before` is; 0 for none, and for an app whose pages are all written anew. */
  readonly built: number;
  readonly emit: EmitEvent;
}

export type PhaseOutcome = "passed" | "failed" | "unavailable";

/** What is done to the app's folder. */
export interface PhaseWork {
  write(change: { readonly from: AppFiles; readonly to: AppFiles }): Promise<void>;
  judge(): Promise<readonly GateReport[]>;
  outcomeOf(reports: readonly GateReport[]): PhaseOutcome;
}

export interface Settled extends PhasePages {
  readonly reports: readonly GateReport[];
  /** What is in the folder. */
  readonly app: AppFiles;
}

/**
 * Writes a phase and judges it. Pages by models with which it is red are sent back once; where it stays red, the pages
 * that we print take their places. They do so too where a tool did not answer: a page can keep one busy for ever.
 */
export async function settlePhase(input: SettleInput, work: PhaseWork): Promise<Settled> {
  const { modelPages } = input;
  let settled = await tryPages(input, { work, pages: await firstPages(input), from: null });
  const again = async (step: PageStep, next: PhasePages) => {
    tell(input, { step, before: settled, next });
    settled = await tryPages(input, { work, pages: next, from: settled });
  };
  if (modelPages !== null && work.outcomeOf(settled.reports) === "failed") {
    const repaired = await repairPages(settled, redPhase(input, settled), modelPages);
    if (repaired !== null) await again("repaired", repaired);
  }
  while (work.outcomeOf(settled.reports) !== "passed") {
    const replaced = replacePages(settled, redPhase(input, settled));
    if (replaced === null) break;
    await again("replaced", replaced);
  }
  return settled;
}

interface Try {
  readonly work: PhaseWork;
  readonly pages: PhasePages;
  /** What was tried before; null at first. */
  readonly from: Settled | null;
}

/** The same files are not judged twice. */
async function tryPages(
  { before, after }: SettleInput,
  { work, pages, from }: Try,
): Promise<Settled> {
  const app = withPagesOf(after, pages.pages);
  const isSame = from !== null && diffFiles(from.app, app).changes.length === 0;
  if (isSame) return { ...pages, app, reports: from.reports };
  await work.write({ from: from?.app ?? before, to: app });
  return { ...pages, app, reports: await work.judge() };
}

/** The pages that models wrote for the features of this phase, beside those that are there. */
async function firstPages(input: SettleInput): Promise<PhasePages> {
  const { modelPages, phase, built, pages } = input;
  const ids = (modelPages?.features ?? [])
    .filter((feature) => feature.phase > built && feature.phase <= phase.number)
    .map(({ id }) => id);
  const before = { pages, notes: [] };
  if (modelPages === null || ids.length === 0) return before;
  const news = await modelPages.written(ids);
  const next = { pages: new Map([...pages, ...news.pages]), notes: news.diagnostics };
  tell(input, { step: "written", before, next });
  return next;
}

function redPhase({ plan, phase, built }: SettleInput, { reports }: Settled): RedPhase {
  const features = plan.features.filter((feature) => feature.phase <= phase.number);
  const added = features.filter((feature) => feature.phase > built).map(({ id }) => id);
  return { reports, features, added: new Set(added) };
}

interface Step {
  readonly step: PageStep;
  readonly before: PhasePages;
  readonly next: PhasePages;
}

function tell({ phase, emit }: SettleInput, { step, before, next }: Step): void {
  const features = changedPages(before.pages, next.pages);
  const diagnostics = next.notes.slice(before.notes.length);
  emit({ type: "pages", phase: phase.number, step, features, diagnostics });
}
