import { cacheKey } from "./cache-key.ts";
import type { ModelCall } from "./model-call.ts";
import { takesCacheMarks } from "./model-kind.ts";
import type { Provider } from "./provider.ts";

interface Asked {
  readonly provider: Provider;
  readonly call: ModelCall;
}

/** Marks the end of what parallel calls share; only what is marked is written to the cache, and paid for. */
export const cacheMark = { prompt_cache_breakpoint: { mode: "explicit" } } as const;

/** Whether the call says itself where its shared part ends. */
export function hasCacheMark({ provider: { traits }, call }: Asked): boolean {
  const { marksCache, hasCacheMarks } = traits;
  return marksCache && hasCacheMarks && call.system.length > 0 && takesCacheMarks(call.model);
}

/** What OpenAI is told about its cache: calls that begin alike go to the same place. */
export function cacheFields(asked: Asked) {
  if (!asked.provider.traits.marksCache) return {};
  const key = { prompt_cache_key: cacheKey(asked.call) };
  if (!hasCacheMark(asked)) return key;
  return { ...key, prompt_cache_options: { mode: "explicit", ttl: "30m" } as const };
}
