import type { ModelChains } from "./configure-models.ts";
import type { ModelChoice, ModelRequest } from "./model-request.ts";
import type { ModelTarget } from "./price-table.ts";

/**
 * The models to ask for a task, in this order: those of its tier, or what the settings say of this task. A model of
 * its own goes before those of the tier, which stand in for it.
 */
export function chainOf(
  chains: ModelChains,
  { task, tier, models = "own" }: Pick<ModelRequest, "task" | "tier" | "models">,
): readonly ModelTarget[] {
  const own = new Map(Object.entries(chains.tasks ?? {})).get(task);
  const usual = withFirst(own?.target ?? null, chains[own?.tier ?? tier]);
  if (models === "own") return usual;
  if (models === "stronger") return chains.strong;
  const known = usual[0]?.provider.id;
  return [
    ...chains.strong.filter(({ provider }) => provider.id !== known),
    ...chains.strong.filter(({ provider }) => provider.id === known),
  ];
}

function withFirst(
  first: ModelTarget | null,
  chain: readonly ModelTarget[],
): readonly ModelTarget[] {
  return first === null ? chain : [first, ...chain.filter((other) => !isSame(first, other))];
}

function isSame(left: ModelTarget, right: ModelTarget): boolean {
  return left.provider.id === right.provider.id && left.model === right.model;
}

/** The choices that lead to another model than those before them; "own" is always the first. */
export function choicesOf(
  chains: ModelChains,
  about: Pick<ModelRequest, "task" | "tier">,
): readonly ModelChoice[] {
  const firsts: ModelTarget[] = [];
  return (["own", "stronger", "other-provider"] as const).filter((models) => {
    const [first] = chainOf(chains, { ...about, models });
    if (first === undefined || firsts.some((known) => isSame(known, first))) return false;
    firsts.push(first);
    return true;
  });
}
