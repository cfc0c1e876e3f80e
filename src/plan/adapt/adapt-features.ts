import type { Catalog } from "../../catalog/catalog.ts";
import { baseFeatures, requiredClosure } from "../../catalog/closure.ts";
import { parameterText } from "../../catalog/describe-catalog.ts";
import { askForObject } from "../../models/ask-for-object.ts";
import type { ModelClient } from "../../models/model-client.ts";
import type { ModelAnswer } from "../../models/model-request.ts";
import { loadPrompt } from "../../models/prompts/load-prompt.ts";
import { renderPrompt } from "../../models/prompts/render-prompt.ts";
import type { Brief } from "../../spec/brief.ts";
import { adaptationsSchema, type Adaptations, type Setting, type Unmet } from "./adaptations.ts";
import { checkAdaptations } from "./check-adaptations.ts";

interface AdaptOptions {
  readonly catalog: Catalog;
  /** What it gives to parameters already stays. */
  readonly brief: Brief;
  /** What the request says about colours and style, or null. */
  readonly look: string | null;
  /** How features of the app shall differ, where no limit says it. */
  readonly wishes: readonly string[];
  readonly client: ModelClient;
  readonly signal: AbortSignal;
}

interface Adapted {
  /** With the parameters that satisfy the wishes, and for the user what was set and what is not met. */
  readonly brief: Brief;
  readonly unmet: readonly Unmet[];
  readonly answers: readonly ModelAnswer[];
}

/**
 * Gives the parameters of an app's features the values that suit the wishes, chosen by a model and checked by us:
 * every value is allowed, every claim quotes the request or the wishes. A wrong answer is sent back once. Without a
 * look and without wishes nothing is asked.
 * @throws NoProviderError with the findings when the corrected answer is wrong too, and all that `ModelClient.ask` throws.
 */
export async function adaptFeatures(options: AdaptOptions): Promise<Adapted> {
  const { catalog, brief, client, signal } = options;
  const wished = [options.look ?? "", ...options.wishes].filter((text) => text.trim() !== "");
  if (wished.length === 0) return { brief, unmet: [], answers: [] };
  const ids = brief.features.map(({ id }) => id);
  const features = requiredClosure(catalog, [...baseFeatures(catalog), ...ids]);
  const prompt = await loadPrompt("adapt-features");
  const { value, answers } = await askForObject(client, {
    ...renderPrompt(prompt, {
      features: featuresText(features, { catalog, brief }),
      request: brief.request,
      wishes: JSON.stringify({ look: options.look, features: options.wishes }, null, 2),
    }),
    name: "adaptations",
    schema: adaptationsSchema,
    check: (answer) =>
      checkAdaptations(answer, { catalog, brief, features, sources: [brief.request, ...wished] }),
    maxOutputTokens: 3000,
    effort: null,
    signal,
  });
  return { brief: adaptedBrief(value, { catalog, brief }), unmet: value.unmet, answers };
}

interface Known {
  readonly catalog: Catalog;
  readonly brief: Brief;
}

function featuresText(features: ReadonlySet<string>, { catalog, brief }: Known): string {
  const lines = [...features].flatMap((id) => {
    const blueprint = catalog.entries.get(id)?.blueprint;
    if (blueprint === undefined) return [];
    const parameters = Object.entries(blueprint.parameters).map(([name, parameter]) => {
      const given = brief.parameters[id]?.[name];
      const isSet = given === undefined ? "" : `; set already: ${given}`;
      return `  - ${name}: ${parameterText(parameter)}${isSet}`;
    });
    return [`- ${id}: ${blueprint.title}. ${blueprint.summary}`, ...parameters];
  });
  return ["The features, and below each its parameters:", ...lines].join("\n");
}

function adaptedBrief({ values, unmet }: Adaptations, { catalog, brief }: Known): Brief {
  const parameters: Record<string, Record<string, number | string>> = { ...brief.parameters };
  for (const { feature, parameter, value } of values) {
    parameters[feature] = { ...parameters[feature], [parameter]: value };
  }
  return {
    ...brief,
    parameters,
    assumptions: [
      ...brief.assumptions,
      ...(values.length === 0
        ? []
        : [`As the request wants: ${values.map((set) => settingText(set, catalog)).join("; ")}.`]),
      ...unmet.map(({ wish, reason }) => `Not met: ${asSentence(wish)} ${asSentence(reason)}`),
    ],
  };
}

function settingText({ feature, parameter, value, evidence }: Setting, catalog: Catalog): string {
  const title = catalog.entries.get(feature)?.blueprint.parameters[parameter]?.title ?? parameter;
  return `${title} ${value} ("${evidence}")`;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
