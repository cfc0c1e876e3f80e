import { weakerJsonMode } from "./json-mode.ts";
import type { ModelFault } from "./model-fault.ts";
import { modelKey } from "./model-key.ts";
import { hasCacheMark } from "./openai-cache.ts";
import type { TargetQuestion } from "./receive-reply.ts";

/**
 * What a server refuses with a 400 because it does not know a field, or not so much of it, is asked again without, once.
 * True: the same request may be sent again.
 */
export async function concede(question: TargetQuestion, fault: ModelFault): Promise<boolean> {
  if (fault.kind !== "bad-request") return false;
  return (
    dropCacheMarks(question, fault) ||
    takeWeakerJson(question, fault) ||
    (await learnOutputLimit(question, fault))
  );
}

function dropCacheMarks({ state, target, call }: TargetQuestion, { message }: ModelFault): boolean {
  const key = modelKey(target);
  if (!hasCacheMark({ provider: target.provider, call })) return false;
  if (!/prompt_cache/.test(message) || state.withoutCacheMarks.has(key)) return false;
  state.withoutCacheMarks.add(key);
  return true;
}

/** The provider's own list says how long its answers may be, when it says so at all. */
async function learnOutputLimit(
  { state, target, call, request }: TargetQuestion,
  { message }: ModelFault,
): Promise<boolean> {
  if (!/max_(?:completion_|output_)?tokens/.test(message)) return false;
  const before = state.limits.of(target).maxOutput ?? call.maxOutputTokens;
  const { maxOutput } = await state.limits.ask(target, request.signal);
  return maxOutput !== null && maxOutput < Math.min(before, call.maxOutputTokens);
}

/** Servers that do not know schemas are asked in a weaker way from then on. */
function takeWeakerJson({ state, target, call }: TargetQuestion, fault: ModelFault): boolean {
  if (call.output.kind === "text") return false;
  const now = state.jsonModes.get(modelKey(target)) ?? target.provider.traits.jsonMode;
  const weaker = weakerJsonMode(now, fault.message);
  if (weaker === null) return false;
  state.jsonModes.set(modelKey(target), weaker);
  return true;
}
