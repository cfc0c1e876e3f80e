import type { FaultKind, ModelFault } from "./model-fault.ts";
import { isReasoningModel } from "./model-kind.ts";
import type { ModelTarget } from "./price-table.ts";

/** What a person can do about a fault, one sentence each; none where the next provider is the whole advice. */
export function adviceFor(
  { kind }: Pick<ModelFault, "kind">,
  { provider, model }: ModelTarget,
): readonly string[] {
  const advice: Partial<Record<FaultKind, string>> = {
    auth: `Check the key of ${provider.id}: it is missing, wrong or withdrawn.`,
    quota: `The account at ${provider.id} has no money or quota left: add some, or use another provider.`,
    permission: `The key of ${provider.id} may not use ${model}: choose another model or key.`,
    "model-not-found": `${provider.id} does not know ${model} at ${provider.baseUrl}: check the model's name and the base URL.`,
    "bad-request": `${provider.id} refused the request itself: check that ${model} can do what the settings ask of it.`,
    "context-too-long": `The request does not fit into ${model}: use a model with a larger context.`,
    "too-large": `The request is too large for ${provider.id}: use another provider.`,
    "rate-limit": `${provider.id} limits the number of calls: try again later, or configure a second provider.`,
    overloaded: `${provider.id} is overloaded: try again later, or configure a second provider.`,
    server: `${provider.id} has a fault: try again later, or configure a second provider.`,
    network: `Check the network and the base URL ${provider.baseUrl}.`,
    timeout: `${provider.id} did not answer in time: try again later, or configure a second provider.`,
    "idle-timeout": `${provider.id} stopped in the middle of a reply: try again later, or configure a second provider.`,
    "cut-stream": `Replies of ${provider.id} are cut off: check proxies on the way, or configure a second provider.`,
    malformed: `Check that ${provider.baseUrl} is the base URL of a model provider that speaks ${provider.protocol}.`,
    refusal: `The model declined: word the request differently.`,
    filtered: `The content filter of ${provider.id} stopped the reply: word the request differently.`,
  };
  const sentence = advice[kind];
  const isSilent = kind === "timeout" || kind === "idle-timeout";
  const more =
    isSilent && isReasoningModel(model)
      ? [`${model} thinks before it writes: give it longer with --deadline, up to 300.`]
      : [];
  return sentence === undefined ? [] : [sentence, ...more];
}
