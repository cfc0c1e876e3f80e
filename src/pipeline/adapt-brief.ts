import type { Catalog } from "../catalog/catalog.ts";
import { lookByWords } from "../intake/look/look-by-words.ts";
import type { Understanding } from "../intake/understanding.ts";
import type { ModelClient } from "../models/model-client.ts";
import { UnusableAnswerError } from "../models/model-errors.ts";
import { adaptFeatures } from "../plan/adapt/adapt-features.ts";
import type { Brief } from "../spec/brief.ts";

interface AdaptOptions {
  readonly catalog: Catalog;
  readonly client: ModelClient;
  readonly signal: AbortSignal;
}

/**
 * The brief with the look and the changes that the request wants. A look that no model could be brought to choose is
 * no reason not to build the app: its words are understood as they are without a model.
 * @throws what `ModelClient.ask` throws when no model answers at all.
 */
export async function adaptBrief(
  { brief, look, changes }: Understanding,
  { catalog, client, signal }: AdaptOptions,
): Promise<Brief> {
  try {
    const options = { catalog, brief, look, wishes: changes, client, signal };
    return (await adaptFeatures(options)).brief;
  } catch (error) {
    if (!(error instanceof UnusableAnswerError)) throw error;
    const byWords = lookByWords(look ?? "", catalog);
    const isUnderstood = byWords.assumptions.length > 0;
    const unmet = [...(look === null || isUnderstood ? [] : [look]), ...changes]
      .map((wish) => wish.replace(/[.\s]+$/, ""))
      .join("; ");
    return {
      ...brief,
      parameters: { ...brief.parameters, ...byWords.parameters },
      assumptions: [
        ...brief.assumptions,
        ...byWords.assumptions,
        ...(unmet === ""
          ? []
          : [`Not met: ${unmet}. The model's answer about it could not be used.`]),
      ],
    };
  }
}
