import { runCall, type CallOptions, type Exchange, type Protocol } from "./adapter.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import type { ModelCall, ModelEvent } from "./model-call.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { Provider } from "./provider.ts";

const protocols: Readonly<Record<Provider["protocol"], Protocol>> = {
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  anthropic: anthropicMessages,
};

export interface StreamOptions extends CallOptions {
  readonly provider: Provider;
}

/**
 * Sends one call to one provider, once: no retry, no budget, no ledger. Events as they arrive, `end` last.
 * @throws ModelFault when there is no complete, usable reply.
 */
export function streamCall(call: ModelCall, options: StreamOptions): AsyncGenerator<ModelEvent> {
  return runCall(protocols[options.provider.protocol], { ...options, call });
}

/** The list of models that a provider gives, as it came. @throws what its SDK throws. */
export function listModels(exchange: Pick<Exchange, "provider" | "fetch">): Promise<unknown> {
  return protocols[exchange.provider.protocol].listModels(exchange);
}
