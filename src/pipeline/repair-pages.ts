import type { Diagnostic } from "../core/diagnostic.ts";
import { checkPageFile } from "../generate/model-files/check-page-file.ts";
import type { FeatureContract } from "../generate/model-files/feature-contract.ts";
import { repairFeatureFiles } from "../generate/model-files/repair-feature-files.ts";
import { asWarning, rulesOf, type WriteContext } from "../generate/model-files/written-feature.ts";
import { refuseCheats } from "../repair/refuse-cheats.ts";
import type { Plan } from "../spec/plan.ts";
import { allEnded, answerOrNothing } from "./answer-or-nothing.ts";
import type { ModelRun } from "./model-run.ts";
import type { FaultyPages, PagesByFeature, RepairNews } from "./pages-by-models.ts";
import { withPagesOf } from "./phase-pages.ts";
import { repairLevels } from "./repair-order.ts";

interface RepairSetting {
  /** All pages by models that are in the app. */
  readonly now: PagesByFeature;
  readonly plan: Plan;
  readonly contracts: readonly FeatureContract[];
  readonly context: WriteContext;
  readonly models: ModelRun;
}

/**
 * Asks about each of these features once. Those that build on others are asked when the others have answered, and see
 * what became of them; under a budget one after the other, so that what is paid does not depend on who is faster.
 * @throws all that `ModelClient.ask` throws, but for refusals, and for silence when the run may go on alone.
 */
export async function repairPages(
  faulty: readonly FaultyPages[],
  setting: RepairSetting,
): Promise<RepairNews> {
  const { plan, models } = setting;
  const ids = faulty.map(({ feature }) => feature);
  const before = models.costOf(new Set(ids));
  const answers: FeatureAnswer[] = [];
  for (const level of repairLevels(ids, plan.features)) {
    const now = new Map([...setting.now, ...pagesOf(answers)]);
    const ofLevel = faulty.filter(({ feature }) => level.includes(feature));
    const ask = (task: FaultyPages) => repairFeature(task, { ...setting, now });
    if (models.isLimited) for (const task of ofLevel) answers.push(await ask(task));
    else answers.push(...(await allEnded(ofLevel.map(ask))));
  }
  const after = models.costOf(new Set(ids));
  return {
    pages: pagesOf(answers),
    diagnostics: answers.flatMap(({ refused }) => refused),
    unanswered: new Set(
      answers.filter(({ isAnswered }) => !isAnswered).map(({ feature }) => feature),
    ),
    refused: new Map(
      answers
        .filter(({ refused }) => refused.length > 0)
        .map(({ feature, refused }) => [feature, refused]),
    ),
    calls: after.calls - before.calls,
    usd: after.usd === null || before.usd === null ? null : difference(after.usd, before.usd),
  };
}

/** In millionths of a cent, as sums of costs are kept. */
function difference(left: number, right: number): number {
  return Math.round((left - right) * 1e8) / 1e8;
}

interface FeatureAnswer {
  readonly feature: string;
  readonly pages: ReadonlyMap<string, string>;
  /** Warnings: what was refused changes nothing. */
  readonly refused: readonly Diagnostic[];
  readonly isAnswered: boolean;
}

function pagesOf(answers: readonly FeatureAnswer[]): PagesByFeature {
  return new Map(answers.map(({ feature, pages }) => [feature, pages]));
}

async function repairFeature(
  { feature, pages, findings, strategy, earlier }: FaultyPages,
  { contracts, context, models, now }: RepairSetting,
): Promise<FeatureAnswer> {
  const unchanged = { feature, pages, refused: [], isAnswered: false };
  const contract = contracts.find((candidate) => candidate.feature.id === feature);
  if (contract === undefined) return unchanged;
  const result = await answerOrNothing(
    () =>
      repairFeatureFiles({
        contract: { ...contract, app: withPagesOf(contract.app, now) },
        pages,
        findings,
        context,
        form: strategy.answer,
        models: strategy.models,
        earlier,
      }),
    models,
  );
  if ("unanswered" in result) return unchanged;
  const { pages: changed, diagnostics } = result.answer;
  const cheats = refuseCheats({ before: pages, after: changed }).map(asWarning);
  if (cheats.length > 0) return { feature, pages, refused: cheats, isAnswered: true };
  return { feature, pages: changed, refused: diagnostics, isAnswered: true };
}

interface PageCheck extends Pick<RepairSetting, "contracts" | "context"> {
  readonly feature: string;
  readonly pages: ReadonlyMap<string, string>;
}

/** What is wrong with pages by their text alone. */
export async function checkPages({
  feature,
  pages,
  contracts,
  context,
}: PageCheck): Promise<readonly Diagnostic[]> {
  const contract = contracts.find((candidate) => candidate.feature.id === feature);
  if (contract === undefined) return [];
  const { imports, baseline, kept } = await rulesOf(contract, context.shared);
  const found = [...pages].map(([path, content]) =>
    checkPageFile(
      { path, content },
      { baseline: baseline.get(path) ?? "", imports, kept: kept.get(path) ?? [] },
    ),
  );
  return (await Promise.all(found)).flat();
}
