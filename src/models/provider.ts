/** How a provider is reached, and in what it differs from others that speak the same protocol. */
export interface Provider {
  /** Our name for it in messages, prices and limits. */
  readonly id: string;
  readonly protocol: "openai-chat" | "openai-responses" | "anthropic";
  /** With `/v1` for the OpenAI protocols, without it for Anthropic's. */
  readonly baseUrl: string;
  /** Null for servers that want none. */
  readonly apiKey: string | null;
  readonly traits: ProviderTraits;
}

export interface ProviderTraits {
  /** False for servers that cannot send a reply piece by piece. */
  readonly canStream: boolean;
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  readonly systemRole: "system" | "developer";
  readonly jsonMode: JsonMode;
  /** Whether `stream_options` is understood; without it there is no usage and we estimate. */
  readonly hasStreamUsage: boolean;
  readonly hasReasoningEffort: boolean;
  /** False for servers that end a stream with `[DONE]` alone. */
  readonly sendsFinishReason: boolean;
  /** Whether the call tells the provider which part of the prompt others share. */
  readonly marksCache: boolean;
  /** Whether it takes marks where the shared part of a prompt ends, from models that know them. */
  readonly hasCacheMarks: boolean;
  /** Calls at the same time, as far as its limits allow. */
  readonly maxParallel: number;
  /** The API version of Azure's addresses with deployments, where the model is one; null for all others. */
  readonly azureApiVersion: string | null;
}

/** How a provider is told to answer in JSON, strictest first. */
export type JsonMode = "schema" | "object" | "prompt";

interface Dialect {
  /** Default: false. */
  readonly isCompatible?: boolean;
  /** Default: null. */
  readonly azureApiVersion?: string | null;
}

/** What the providers themselves accept; compatible servers and dated versions get the older, common fields. */
export function defaultTraits({
  isCompatible = false,
  azureApiVersion = null,
}: Dialect = {}): ProviderTraits {
  const isOlder = isCompatible || azureApiVersion !== null;
  return {
    canStream: true,
    maxTokensField: isCompatible ? "max_tokens" : "max_completion_tokens",
    systemRole: isOlder ? "system" : "developer",
    jsonMode: "schema",
    hasStreamUsage: true,
    hasReasoningEffort: !isCompatible,
    sendsFinishReason: true,
    marksCache: !isOlder,
    hasCacheMarks: !isOlder,
    // A server on somebody's machine works on few at once, and lets the others wait without a word.
    maxParallel: isCompatible ? 4 : 12,
    azureApiVersion,
  };
}
