import type { ModelChains } from "./configure-models.ts";
import type { ModelRequest } from "./model-request.ts";
import type { ModelTarget } from "./price-table.ts";

/**
 * The models to ask for a task, in this order: those of its tier, or what the settings say of this task. A model of
 * its own goes before those of the tier, which stand in for it.
 */
export function chainOf(
  chains: ModelChains,
  { task, tier }: Pick<ModelRequest, "task" | "tier">,
): readonly ModelTarget[] {
  const own = new Map(Object.entries(chains.tasks ?? {})).get(task);
  const chain = chains[own?.tier ?? tier];
  const first = own?.target ?? null;
  if (first === null) return chain;
  const rest = chain.filter(
    ({ provider, model }) => provider.id !== first.provider.id || model !== first.model,
  );
  return [first, ...rest];
}
