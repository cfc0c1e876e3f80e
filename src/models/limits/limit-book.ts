import { modelKey } from "../model-key.ts";
import type { ModelTarget } from "../price-table.ts";
import { fetchLimits } from "./fetch-limits.ts";
import { publishedLimits, type ModelLimits } from "./model-limits.ts";

/** Limits of models: the provider's own word, once it was asked, else our table. */
export interface LimitBook {
  of(target: ModelTarget): ModelLimits;
  /** Asks the provider for its list of models, once; a provider that gives none changes nothing. */
  ask(target: ModelTarget, signal: AbortSignal): Promise<ModelLimits>;
}

export function createLimitBook(): LimitBook {
  const lists = new Map<string, Promise<void>>();
  const told = new Map<string, ModelLimits>();

  async function fetchList({ provider }: ModelTarget, signal: AbortSignal): Promise<void> {
    const limits = await fetchLimits(provider, signal);
    for (const [model, known] of limits) told.set(modelKey({ provider, model }), known);
  }

  const of = (target: ModelTarget): ModelLimits => {
    const published = publishedLimits(target);
    const own = told.get(modelKey(target));
    return {
      maxInput: own?.maxInput ?? published.maxInput,
      maxOutput: own?.maxOutput ?? published.maxOutput,
    };
  };
  return {
    of,
    async ask(target, signal) {
      const { id } = target.provider;
      const list = lists.get(id) ?? fetchList(target, signal);
      lists.set(id, list);
      await list;
      return of(target);
    },
  };
}
