import { configureModels, providerNames, type ModelChains } from "../models/configure-models.ts";
import { modelsInLedger } from "../models/ledger-shelves.ts";
import type { ModelTier } from "../models/model-request.ts";
import type { ModelTarget } from "../models/price-table.ts";
import { noKeys } from "./model-setup.ts";

/**
 * The models whose replies the first of these folders holds, the same for all tiers: a ledger is replayed without
 * knowing how its models were once configured. Null when none of the folders has a reply.
 */
export async function replayChains(folders: readonly string[]): Promise<ModelChains | null> {
  for (const folder of folders) {
    const targets = (await modelsInLedger(folder)).flatMap(targetOf);
    if (targets.length > 0) return { fast: targets, standard: targets, strong: targets };
  }
  return null;
}

/** The first chains go before the others; a model that is in both is asked once. */
export function joinChains(first: ModelChains, then: ModelChains | null): ModelChains {
  if (then === null) return first;
  const join = (tier: ModelTier): readonly ModelTarget[] => [
    ...first[tier],
    ...then[tier].filter((target) => !first[tier].some((known) => isSame(known, target))),
  ];
  return { fast: join("fast"), standard: join("standard"), strong: join("strong") };
}

function isSame(left: ModelTarget, right: ModelTarget): boolean {
  return left.provider.id === right.provider.id && left.model === right.model;
}

function targetOf({
  provider,
  model,
}: {
  readonly provider: string;
  readonly model: string;
}): readonly ModelTarget[] {
  if (!providerNames.some((name) => name === provider && name !== "offline")) return [];
  // Addresses are no part of what a reply is found by.
  const env = { OPENAI_BASE_URL: provider === "openai-compatible" ? "http://127.0.0.1/v1" : "" };
  const settings = { provider, model, fallback: [], prices: {}, credentials: noKeys };
  return configureModels(settings, env)?.fast.slice(0, 1) ?? [];
}
