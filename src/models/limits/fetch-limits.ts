import { z } from "zod";
import { listModels } from "../stream-call.ts";
import type { Provider } from "../provider.ts";
import { watchReply } from "../watch-reply.ts";
import type { ModelLimits } from "./model-limits.ts";

/** Longest time for the list, in milliseconds: it is asked while somebody waits for something else. */
const longestMs = 5000;

const tokens = z.number().int().positive().nullish();

/** The fields of Anthropic, OpenRouter, vLLM and Groq; OpenAI tells none. */
const entrySchema = z.object({
  id: z.string(),
  max_input_tokens: tokens,
  max_tokens: tokens,
  context_length: tokens,
  max_model_len: tokens,
  context_window: tokens,
  max_completion_tokens: tokens,
  top_provider: z.object({ max_completion_tokens: tokens }).nullish(),
});

/**
 * Limits of a provider's models as it tells them itself, by model; empty when it tells none, or does not answer.
 * Loads the SDK. Costs nothing.
 */
export async function fetchLimits(
  provider: Provider,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ModelLimits>> {
  const watch = watchReply(
    { headersMs: longestMs, idleMs: longestMs, totalMs: longestMs, maxBytes: 20_000_000 },
    { signal, isStream: false, onHeaders: () => undefined },
  );
  // Many servers have no such list, or one that the SDK cannot read; nothing depends on it.
  const listed = await listModels({ provider, fetch: watch.fetch }).catch(() => null);
  watch.stop();
  return new Map(Array.isArray(listed) ? listed.flatMap(limitsIn) : []);
}

function limitsIn(entry: unknown): readonly (readonly [string, ModelLimits])[] {
  const read = entrySchema.safeParse(entry);
  if (!read.success) return [];
  const { id, ...told } = read.data;
  const maxInput =
    told.max_input_tokens ?? told.context_length ?? told.max_model_len ?? told.context_window;
  const maxOutput =
    told.max_tokens ?? told.max_completion_tokens ?? told.top_provider?.max_completion_tokens;
  return [[id, { maxInput: maxInput ?? null, maxOutput: maxOutput ?? null }]];
}
