import { createHash } from "node:crypto";
import type { Diagnostic } from "../core/diagnostic.ts";
import { BugError } from "../core/errors.ts";
import type { Judgement } from "../repair/loop/judgement.ts";
import { startLoop, type LoopState } from "../repair/loop/loop-state.ts";
import type { Ask } from "../repair/loop/next-step.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Phase, Plan } from "../spec/plan.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";
import type { EmitEvent, PageStep } from "../spec/run-event.ts";
import { diffFiles } from "../workspace/diff-files.ts";
import type { MendedPages } from "./mend-pages.ts";
import type { ModelPages, PagesByFeature, RepairNews } from "./pages-by-models.ts";
import { changedPages, withPagesOf, type RedPhase } from "./phase-pages.ts";
import { defaultRepair, type RepairPolicy } from "./repair-policy.ts";
import type { FaultyFeature } from "./repair-subjects.ts";

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
  /** Default: `defaultRepair`. */
  readonly repair?: RepairPolicy;
}

export type PhaseOutcome = "passed" | "failed" | "unavailable";

/** What is done to the app's folder. */
export interface PhaseWork {
  write(change: { readonly from: AppFiles; readonly to: AppFiles }): Promise<void>;
  judge(): Promise<readonly GateReport[]>;
  outcomeOf(reports: readonly GateReport[]): PhaseOutcome;
  /** What fixers make of the pages by models of the app that is in the folder. Absent: there are no fixers. */
  mend?(pages: PagesByFeature): Promise<MendedPages>;
}

export interface Settled {
  /** Pages by models that are in the app. */
  readonly pages: PagesByFeature;
  /** What became of pages by models, for the report of the phase. */
  readonly notes: readonly Diagnostic[];
  readonly repairs: readonly RepairAttempt[];
  readonly reports: readonly GateReport[];
  /** What is in the folder. */
  readonly app: AppFiles;
}

/** Pages by models, and what the gates say of the app that has them. */
interface JudgedPages {
  readonly pages: PagesByFeature;
  readonly reports: readonly GateReport[];
}

/** A round of model repair whose result is not judged yet. */
export interface PendingRound {
  readonly asks: readonly Ask[];
  readonly faulty: readonly FaultyFeature[];
  readonly news: RepairNews;
  /** Features whose pages changed. */
  readonly changed: readonly string[];
  /** What was said of the best version before. */
  readonly before: Judgement;
  /** Whether it is what was good of a round that was not good as a whole. */
  readonly isPart: boolean;
}

/** A phase on its way to be settled. */
export interface Settling {
  readonly input: SettleInput;
  readonly work: PhaseWork;
  readonly policy: RepairPolicy;
  readonly startedMs: number;
  readonly versions: Map<string, JudgedPages>;
  readonly notes: Diagnostic[];
  readonly repairs: RepairAttempt[];
  /** Feature id -> what became of tries that did not help it, a line each. */
  readonly tries: Map<string, readonly string[]>;
  state: LoopState;
  /** The pages by models of the version that `state` is at. */
  pages: PagesByFeature;
  /** What is in the folder; null when nothing of this phase is. */
  app: AppFiles | null;
  /** A round of model repair that is not judged yet. */
  pending: PendingRound | null;
}

/** Waits for the pages that models write for the features of this phase. */
export async function beginSettling(input: SettleInput, work: PhaseWork): Promise<Settling> {
  const policy = input.repair ?? defaultRepair;
  const { pages, diagnostics } = await firstPages(input);
  const hasFixers = work.mend !== undefined && pages.size > 0;
  // Pages of earlier phases have been mended there.
  const isMended = !hasFixers || changedPages(input.pages, pages).length === 0;
  const settling: Settling = {
    input,
    work,
    policy,
    startedMs: (policy.nowMs ?? (() => performance.now()))(),
    versions: new Map(),
    notes: [...diagnostics],
    repairs: [],
    tries: new Map(),
    state: startLoop({ id: versionOf(pages), hasFixers, isMended }),
    pages,
    app: null,
    pending: null,
  };
  if (pages !== input.pages) {
    tellPages(settling, { step: "written", before: input.pages, next: pages, diagnostics });
  }
  return settling;
}

/** The pages that models wrote for the features of this phase, beside those that are there. */
async function firstPages({ modelPages, phase, built, pages }: SettleInput): Promise<{
  readonly pages: PagesByFeature;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const ids = (modelPages?.features ?? [])
    .filter((feature) => feature.phase > built && feature.phase <= phase.number)
    .map(({ id }) => id);
  if (modelPages === null || ids.length === 0) return { pages, diagnostics: [] };
  const news = await modelPages.written(ids);
  return { pages: new Map([...pages, ...news.pages]), diagnostics: news.diagnostics };
}

export function nowMs({ policy }: Settling): number {
  return (policy.nowMs ?? (() => performance.now()))();
}

/** Names a version by its pages: equal pages have equal names. */
export function versionOf(pages: PagesByFeature): string {
  const texts = [...pages].map(([id, own]) => [id, [...own]]);
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}

export function takeVersion(
  settling: Settling,
  { state, pages }: Pick<Settling, "state" | "pages">,
): void {
  settling.state = state;
  settling.pages = pages;
}

/** The best version so far, and what the gates say of it. */
export function bestOf({ state, versions }: Settling): JudgedPages {
  const best = versions.get(state.best?.id ?? "");
  if (best === undefined) throw new BugError("No version of the phase was judged.");
  return best;
}

/** What is red, by default with the version that is there now. */
export function redPhase(
  { input, state, versions }: Settling,
  reports: readonly GateReport[] = versions.get(state.now.id)?.reports ?? [],
): RedPhase {
  const { plan, phase, built } = input;
  const features = plan.features.filter((feature) => feature.phase <= phase.number);
  const added = features.filter((feature) => feature.phase > built).map(({ id }) => id);
  return { reports, features, added: new Set(added) };
}

/** The app with the pages of this version, in the folder. */
export async function writeVersion(settling: Settling): Promise<AppFiles> {
  const { input, work, pages, app } = settling;
  const next = withPagesOf(input.after, pages);
  const isThere = app !== null && diffFiles(app, next).changes.length === 0;
  if (!isThere) await work.write({ from: app ?? input.before, to: next });
  settling.app = next;
  return next;
}

interface PagesNews {
  readonly step: PageStep;
  readonly before: PagesByFeature;
  readonly next: PagesByFeature;
  readonly diagnostics: readonly Diagnostic[];
}

export function tellPages(
  { input: { phase, emit } }: Settling,
  { step, before, next, diagnostics }: PagesNews,
): void {
  const features = changedPages(before, next);
  emit({ type: "pages", phase: phase.number, step, features, diagnostics });
}

export function settledOf(settling: Settling): Settled {
  const { app, pages, notes, repairs, state, versions } = settling;
  const reports = versions.get(state.now.id)?.reports ?? [];
  if (app === null) throw new BugError("A phase was settled that is not in the folder.");
  return { pages, notes, repairs, reports, app };
}

/** Keeps an attempt for the report, and tells it. */
export function keepAttempt(
  { input: { phase, emit }, repairs, state, policy }: Settling,
  attempt: Omit<RepairAttempt, "round" | "maxRounds">,
): void {
  const whole = { round: state.round, maxRounds: policy.limits.rounds, ...attempt };
  repairs.push(whole);
  emit({ type: "repair:attempt", phase: phase.number, ...whole });
}
