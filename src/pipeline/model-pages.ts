import { loadConventions } from "../catalog/load-conventions.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { describeApp } from "../generate/model-files/describe-app.ts";
import {
  featureContracts,
  type FeatureContract,
} from "../generate/model-files/feature-contract.ts";
import { repairFeatureFiles } from "../generate/model-files/repair-feature-files.ts";
import { writeFeatures } from "../generate/model-files/write-features.ts";
import type { WriteContext, WrittenFeature } from "../generate/model-files/written-feature.ts";
import { NoProviderError } from "../models/model-errors.ts";
import { ModelFault } from "../models/model-fault.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { Plan } from "../spec/plan.ts";
import type { ModelRun } from "./model-run.ts";

/** Pages by models in an app: feature id -> path -> text. */
export type PagesByFeature = ReadonlyMap<string, ReadonlyMap<string, string>>;

interface PageNews {
  readonly pages: PagesByFeature;
  /** What was refused, and what nobody wrote: warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The pages of an app's designed features that models write while it is being built. */
export interface ModelPages {
  /** In build order, with the phase that adds each. */
  readonly features: readonly { readonly id: string; readonly phase: number }[];
  /**
   * Waits for what models make of the pages of these features.
   * @throws NoProviderError unless the run may go on without models, BudgetReachedError, InterruptedError.
   */
  written(features: readonly string[]): Promise<PageNews>;
  /** One call for each of these features, which is told what the gates found in it. Throws like `written`. */
  repaired(faulty: readonly FaultyPages[]): Promise<PageNews>;
  /** Ends calls whose answers nobody will use. */
  stop(): void;
}

interface FaultyPages {
  readonly feature: string;
  readonly pages: ReadonlyMap<string, string>;
  readonly findings: readonly Diagnostic[];
}

export interface ModelPagesOptions {
  readonly plan: Plan;
  /** The whole app after each phase, with the pages that we print. */
  readonly apps: readonly AppFiles[];
  /** Absolute path of the templates folder. */
  readonly templatesFolder: string;
  readonly models: ModelRun;
  readonly signal: AbortSignal;
}

/** Starts to write the pages of all designed features at once. Null when there are none, or nobody to write them. */
export async function startModelPages(options: ModelPagesOptions): Promise<ModelPages | null> {
  const { plan, apps, models, signal } = options;
  if (models.isOffline()) return null;
  const contracts = featureContracts(plan, apps);
  if (contracts.length === 0) return null;
  const conventions = await loadConventions(options.templatesFolder);
  const breaker = new AbortController();
  const context: WriteContext = {
    shared: describeApp({ plan, app: apps.at(-1) ?? new Map() }, conventions),
    client: models.client,
    signal: AbortSignal.any([signal, breaker.signal]),
  };
  const started = writeFeatures(contracts, { ...context, inOrder: models.isLimited });
  return {
    features: contracts.map(({ feature: { id, phase } }) => ({ id, phase })),
    written: (ids) =>
      together(ids.map((id) => orNothing(() => started.get(id) ?? nothing(id), { id, models }))),
    repaired: (faulty) =>
      together(
        faulty.map(({ feature: id, pages, findings }) =>
          orNothing(() => repair(contracts, { id, pages, findings, context }), { id, models }),
        ),
      ),
    stop: () => breaker.abort(),
  };
}

interface RepairTask extends Omit<FaultyPages, "feature"> {
  readonly id: string;
  readonly context: WriteContext;
}

function repair(
  contracts: readonly FeatureContract[],
  { id, ...task }: RepairTask,
): Promise<WrittenFeature> {
  const contract = contracts.find(({ feature }) => feature.id === id);
  return contract === undefined ? nothing(id) : repairFeatureFiles({ contract, ...task });
}

function nothing(id: string): Promise<WrittenFeature> {
  return Promise.resolve({ feature: id, pages: new Map(), diagnostics: [], answers: [] });
}

/** All of them end before an error is told, so that nothing is under way any more. */
async function together(tasks: readonly Promise<WrittenFeature>[]): Promise<PageNews> {
  const ended = await Promise.allSettled(tasks);
  const failed = ended.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const written = ended.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  return {
    pages: new Map(
      written.filter(({ pages }) => pages.size > 0).map(({ feature, pages }) => [feature, pages]),
    ),
    diagnostics: written.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** What a model declines to write, and what nobody answers when the run may go on alone, stays as we print it. */
async function orNothing(
  write: () => Promise<WrittenFeature>,
  { id, models }: { readonly id: string; readonly models: ModelRun },
): Promise<WrittenFeature> {
  try {
    return await write();
  } catch (error) {
    const isAlone = error instanceof NoProviderError && models.endsOffline;
    if (!isAlone && !isRefusal(error)) throw error;
    const reason = error instanceof Error ? error.message : "";
    if (isAlone && !models.isOffline()) models.goOffline(reason);
    const said = diagnostic({
      code: "model-files-unwritten",
      severity: "warning",
      name: id,
      message: `No model wrote the pages of "${id}", so those that we print stay. ${reason}`,
    });
    return { ...(await nothing(id)), diagnostics: [said] };
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof InputError &&
    error.cause instanceof ModelFault &&
    error.cause.kind === "refusal"
  );
}
