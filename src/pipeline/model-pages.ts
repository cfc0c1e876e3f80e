import { loadConventions } from "../catalog/load-conventions.ts";
import { diagnostic } from "../core/diagnostic.ts";
import { describeApp } from "../generate/model-files/describe-app.ts";
import { featureContracts } from "../generate/model-files/feature-contract.ts";
import { writeFeatures } from "../generate/model-files/write-features.ts";
import type { WriteContext, WrittenFeature } from "../generate/model-files/written-feature.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { Plan } from "../spec/plan.ts";
import { allEnded, answerOrNothing } from "./answer-or-nothing.ts";
import type { ModelRun } from "./model-run.ts";
import type { ModelPages, PageNews } from "./pages-by-models.ts";
import { checkPages, repairPages } from "./repair-pages.ts";
import { strategiesOf } from "./repair-strategies.ts";

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
      pagesOf(
        ids.map((id) => orNothing(id, { write: () => started.get(id) ?? nothing(id), models })),
      ),
    repaired: (faulty, now) => repairPages(faulty, { now, plan, contracts, context, models }),
    strategies: await strategiesOf(models.chains, "repair"),
    isSilent: () => models.isOffline(),
    check: (feature, pages) => checkPages({ feature, pages, contracts, context }),
    stop: () => breaker.abort(),
  };
}

function nothing(id: string): Promise<WrittenFeature> {
  return Promise.resolve({ feature: id, pages: new Map(), diagnostics: [], answers: [] });
}

/** What nobody writes stays as we print it. */
async function pagesOf(written: readonly Promise<WrittenFeature>[]): Promise<PageNews> {
  const all = await allEnded(written);
  return {
    pages: new Map(
      all.filter(({ pages }) => pages.size > 0).map(({ feature, pages }) => [feature, pages]),
    ),
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
  };
}

async function orNothing(
  id: string,
  { write, models }: { readonly write: () => Promise<WrittenFeature>; readonly models: ModelRun },
): Promise<WrittenFeature> {
  const result = await answerOrNothing(write, models);
  if ("answer" in result) return result.answer;
  const said = diagnostic({
    code: "model-files-unwritten",
    severity: "warning",
    name: id,
    message: `No model wrote the pages of "${id}", so those that we print stay. ${result.unanswered}`,
  });
  return { ...(await nothing(id)), diagnostics: [said] };
}
