import { choicesOf } from "../models/chain-of.ts";
import type { ModelChains } from "../models/configure-models.ts";
import { loadPrompt } from "../models/prompts/load-prompt.ts";
import type { PromptTask } from "../models/prompts/prompt.ts";
import { strategies, type Strategy } from "../repair/loop/strategy.ts";

/** The ways to ask for a repair that lead to different models, in the order in which they are tried. */
export async function strategiesOf(
  chains: ModelChains,
  repair: PromptTask,
): Promise<readonly Strategy[]> {
  const { task, tier } = await loadPrompt(repair);
  const choices = choicesOf(chains, { task, tier });
  return strategies.filter(({ models }) => choices.includes(models));
}
