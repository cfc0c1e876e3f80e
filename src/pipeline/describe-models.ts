import { chainOf } from "../models/chain-of.ts";
import { checkCall, checkProvider, type ProviderCheck } from "../models/check-provider.ts";
import { credentialOf, findKey, type ModelChains } from "../models/configure-models.ts";
import { publishedLimits } from "../models/limits/model-limits.ts";
import { listPrice, type ListedPrice } from "../models/price-list.ts";
import { loadPriceTable, type ModelTarget, type PriceTable } from "../models/price-table.ts";
import { loadPrompt } from "../models/prompts/load-prompt.ts";
import { promptTasks, type PromptTask } from "../models/prompts/prompt.ts";
import { createRedactor } from "../models/redact.ts";
import type { ModelTier } from "../models/model-request.ts";
import type { ModelSetup, ModelSources } from "./model-setup.ts";

interface DescribedProvider {
  readonly id: string;
  readonly protocol: string;
  readonly address: string;
  /** The variable that holds the key, "stored" for `megamind credentials`, or null when there is none. */
  readonly keyFrom: string | null;
}

export interface DescribedModel extends ListedPrice {
  /** The task that the settings give models of its own; null for all others of the tier. */
  readonly task: PromptTask | null;
  readonly tier: ModelTier;
  readonly provider: string;
  readonly model: string;
}

export interface DescribedModels {
  readonly providers: readonly DescribedProvider[];
  /** By tier, then by task, in the order in which they are asked. */
  readonly models: readonly DescribedModel[];
}

/** What is configured, without any key. Loads price data, no SDK. */
export async function describeModels(
  { chains, credentials }: ModelSetup,
  { env }: Pick<ModelSources, "env">,
): Promise<DescribedModels> {
  if (chains === null) return { providers: [], models: [] };
  const table = await loadPriceTable();
  const tiers: readonly ModelTier[] = ["fast", "standard", "strong"];
  return {
    providers: firstTargets(chains).map(({ provider }) => {
      const found = findKey(credentialOf(provider.id), { env, credentials });
      return {
        id: provider.id,
        protocol: provider.protocol,
        address: provider.baseUrl,
        keyFrom: found === null ? null : (found.variable ?? "stored"),
      };
    }),
    models: [...tiers.map((tier) => ({ task: null, tier })), ...(await ownTasks(chains))].flatMap(
      ({ task, tier }) =>
        (task === null ? chains[tier] : chainOf(chains, { task, tier })).map((target) => ({
          task,
          tier,
          provider: target.provider.id,
          model: target.model,
          ...listPrice(table, target),
        })),
    ),
  };
}

/** Tasks that the settings say something of, with the tier that they end up with. */
async function ownTasks({ tasks = {} }: ModelChains) {
  const own = promptTasks.filter((task) => tasks[task] !== undefined);
  return Promise.all(
    own.map(async (task) => ({ task, tier: tasks[task]?.tier ?? (await loadPrompt(task)).tier })),
  );
}

export interface LiveOptions {
  readonly signal: AbortSignal;
  /** For each provider, in milliseconds. */
  readonly deadlineMs: number;
  /** Dollars for all checks together; null for no limit. */
  readonly budgetUsd: number | null;
}

export interface LiveCheck extends Omit<ProviderCheck, "outcome"> {
  /** `skipped`: nothing was sent, because of the budget. */
  readonly outcome: ProviderCheck["outcome"] | "skipped";
}

/** One tiny call to each provider at the same time, with the cheapest tier's model. Loads the SDKs. */
export async function checkModels(
  chains: ModelChains,
  { signal, deadlineMs, budgetUsd }: LiveOptions,
): Promise<readonly LiveCheck[]> {
  const prices = await loadPriceTable();
  const targets = firstTargets(chains);
  const redact = createRedactor(targets.flatMap(({ provider }) => provider.apiKey ?? []));
  let leftUsd = budgetUsd ?? Number.POSITIVE_INFINITY;
  const checks = targets.map((target) => {
    const worst = worstCase(prices, target);
    if (budgetUsd !== null && (worst === null || worst > leftUsd)) return skipped(target, worst);
    leftUsd -= worst ?? 0;
    return checkProvider(target, { signal, deadlineMs, prices, redact });
  });
  return Promise.all(checks);
}

/** The first model of each provider in the cheapest tier. */
function firstTargets({ fast }: ModelChains): readonly ModelTarget[] {
  const byProvider = new Map<string, ModelTarget>();
  for (const target of fast) {
    if (!byProvider.has(target.provider.id)) byProvider.set(target.provider.id, target);
  }
  return [...byProvider.values()];
}

function worstCase(prices: PriceTable, target: ModelTarget): number | null {
  return prices.worstCase(target, { call: checkCall(target.model), tokenFactor: 1 }).usd;
}

function skipped({ provider, model }: ModelTarget, worst: number | null): LiveCheck {
  const [detail, nextStep] =
    worst === null
      ? ["its price is not known, and a budget is set", `Set a price for ${model}, or no budget.`]
      : [
          `the check may cost $${worst.toFixed(4)}, more than is left of the budget`,
          "Check with --budget none.",
        ];
  return {
    provider: provider.id,
    model,
    outcome: "skipped",
    detail: `Not asked: ${detail}.`,
    durationMs: 0,
    cost: { usd: 0, source: "table" },
    nextSteps: [nextStep],
    limits: publishedLimits({ provider, model }),
  };
}
