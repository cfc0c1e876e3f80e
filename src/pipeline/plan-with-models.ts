import { accountsOnly } from "../catalog/accounts-only.ts";
import { withDesigned } from "../catalog/with-designed.ts";
import { understandWithModel } from "../intake/understand-with-model.ts";
import type { Understanding } from "../intake/understanding.ts";
import { chainOf } from "../models/chain-of.ts";
import { loadPriceTable } from "../models/price-table.ts";
import { loadPrompt } from "../models/prompts/load-prompt.ts";
import { assemblePlan } from "../plan/assemble-plan.ts";
import { designFeatures, type Design } from "../plan/design/design-features.ts";
import { estimatePhases } from "../plan/estimate-phases.ts";
import type { Brief } from "../spec/brief.ts";
import { adaptBrief } from "./adapt-brief.ts";
import { claimFolder } from "../workspace/claim-folder.ts";
import { requireGit } from "../workspace/git.ts";
import type { ModelRun } from "./model-run.ts";
import { recordedAnswers } from "./recorded-answers.ts";
import type { PlanAppOptions, PlannedApp } from "./planned-app.ts";

type Answered = NonNullable<Brief["questions"]>[number] & { readonly answer: string };

interface Surroundings extends PlanAppOptions {
  readonly models: ModelRun;
}

/**
 * Request -> plan with the help of models: the request is understood, features are designed for what the catalog
 * lacks, and all are planned together. Open questions go to a person at most once.
 * @throws NoProviderError, BudgetReachedError, InputError and InterruptedError as `ModelClient.ask` does.
 */
export async function planWithModels(request: string, given: Surroundings): Promise<PlannedApp> {
  const { models, signal } = given;
  // What a build cannot do without is looked for before anything is bought for it.
  if (given.appFolder !== null) await requireGit();
  const catalog = given.catalogMode === "off" ? accountsOnly(given.catalog) : given.catalog;
  const { understanding, answered } = await understand(request, { ...given, catalog });
  const { brief, wishes } = understanding;
  const asking = { catalog, brief, client: models.client, signal };
  const [design, suited] = await bothOf(() => designFeatures({ ...asking, wishes, project: "" }), {
    and: () => adaptBrief(understanding, asking),
    inOrder: models.isLimited,
  });
  const together = withDesigned(catalog, design.blueprints);
  const understood = { ...understanding, brief: suited };
  const whole = wholeBrief(understood, { design, answered });
  const plan = await withEstimates(assemblePlan(whole, together), models);
  models.finishPlan();
  return { plan, catalog: together };
}

interface Second<Result> {
  readonly and: () => Promise<Result>;
  /** Under a budget: what is paid with it must not depend on who is faster. */
  readonly inOrder: boolean;
}

/**
 * Two pieces of work at the same time when neither needs the other's answer. Waits for both, whatever becomes of one:
 * a reply that is on its way is paid, and has to be kept.
 */
async function bothOf<First, Result>(
  first: () => Promise<First>,
  { and, inOrder }: Second<Result>,
): Promise<readonly [First, Result]> {
  if (inOrder) return [await first(), await and()];
  const work = [first(), and()] as const;
  await Promise.allSettled(work);
  return Promise.all(work);
}

interface Understood {
  readonly understanding: Understanding;
  readonly answered: readonly Answered[];
}

async function understand(request: string, given: Surroundings): Promise<Understood> {
  const { catalog, models, signal } = given;
  const options = { catalog, client: models.client, signal };
  const first = await understandWithModel(request, options);
  const root = await ownFolder(given.appFolder?.(first.brief.slug) ?? null);
  if (root !== null) models.readAppFirst(root);
  if (first.questions.length === 0) return { understanding: first, answered: [] };
  const answered = await answersTo(first, { root, askPerson: given.askPerson });
  if (answered.length === 0) return { understanding: first, answered: [] };
  return { understanding: await understandWithModel(request, { ...options, answered }), answered };
}

/**
 * The folder when it holds an app of ours, else null.
 * @throws InputError when no app can be built there: before more is bought for it.
 */
async function ownFolder(root: string | null): Promise<string | null> {
  return root !== null && (await claimFolder(root)).kind === "ours" ? root : null;
}

/** What was answered when the app was built before; what was not asked then goes to a person. */
async function answersTo(
  { questions }: Understanding,
  { root, askPerson }: { readonly root: string | null } & Pick<PlanAppOptions, "askPerson">,
): Promise<readonly Answered[]> {
  const known = root === null ? new Map<string, string>() : await recordedAnswers(root);
  const open = known.size > 0 ? [] : questions;
  const given = open.length === 0 ? [] : ((await askPerson?.(open)) ?? []);
  return questions.flatMap(({ question, assumed }, index) => {
    const answer = known.get(question) ?? given[index]?.trim() ?? "";
    return answer === "" ? [] : [{ question, assumed, answer }];
  });
}

function wholeBrief(
  { brief, wishes, look, questions }: Understanding,
  { design, answered }: { readonly design: Design; readonly answered: readonly Answered[] },
): Brief {
  const open = questions.map((question) => ({ ...question, answer: null }));
  const asked = [...answered, ...open];
  return {
    ...brief,
    features: [
      ...brief.features,
      ...design.blueprints.map(({ id }) => ({ id, evidence: evidenceOf(id, { design, wishes }) })),
    ],
    ...(wishes.length === 0 ? {} : { wishes }),
    ...(look === null ? {} : { look }),
    ...(asked.length === 0 ? {} : { questions: asked }),
  };
}

/** The words of the request that wish for a designed feature. */
function evidenceOf(
  id: string,
  { design, wishes }: { readonly design: Design; readonly wishes: Understanding["wishes"] },
): string {
  const served = new Set(design.serves[id] ?? []);
  const words = wishes.filter(({ title }) => served.has(title)).map(({ evidence }) => evidence);
  return [...new Set(words)].join(", ");
}

async function withEstimates(plan: PlannedApp["plan"], models: ModelRun) {
  const prompt = await loadPrompt("write-files");
  const [target] = chainOf(models.chains, prompt);
  if (target === undefined) return plan;
  const prices = await loadPriceTable();
  return estimatePhases(plan, {
    promptCharacters: [prompt.rules, prompt.shared, prompt.own].join("\n").length,
    usdOf: ({ inputTokens, outputTokens }) =>
      prices.costOf(target, {
        inputUncached: inputTokens,
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: outputTokens,
        reasoning: 0,
        isEstimated: true,
      }).usd,
  });
}
