import type { ModelCall, ModelEvent, ModelReply } from "../../src/models/model-call.ts";
import { ModelFault } from "../../src/models/model-fault.ts";
import { defaultTraits, type Provider, type ProviderTraits } from "../../src/models/provider.ts";
import { streamCall } from "../../src/models/stream-call.ts";
import type { ReplyLimits } from "../../src/models/watch-silence.ts";

export const testKey = "sk-simulated-0123456789abcdefghij";

export const protocolNames = ["openai-chat", "openai-responses", "anthropic"] as const;

/** Each protocol with replies in pieces and with replies at once. */
export const bothWays = [true, false].flatMap((canStream) =>
  protocolNames.map((protocol) => ({ protocol, canStream, how: canStream ? "stream" : "whole" })),
);
/** A provider of the protocol at an address of the simulated model server. */
export function providerAt(
  url: string,
  {
    protocol,
    traits = {},
  }: { readonly protocol: Provider["protocol"]; readonly traits?: Partial<ProviderTraits> },
): Provider {
  return {
    id: `simulated-${protocol}`,
    protocol,
    baseUrl: protocol === "anthropic" ? url : `${url}/v1`,
    apiKey: testKey,
    traits: { ...defaultTraits(), ...traits },
  };
}

export function modelCall(parts: Partial<ModelCall> = {}): ModelCall {
  return {
    model: "simulated-model",
    system: ["You are tested."],
    messages: [{ role: "user", text: "Say something." }],
    output: { kind: "text" },
    tools: [],
    maxOutputTokens: 1000,
    effort: null,
    ...parts,
  };
}

export const shortLimits: ReplyLimits = {
  headersMs: 5_000,
  idleMs: 2_500,
  totalMs: 20_000,
  maxBytes: 2_000_000,
};

export interface Outcome {
  readonly text: string;
  readonly reply: ModelReply | null;
  readonly fault: ModelFault | null;
}

/** Runs one call to its end, whatever the end is. */
export async function outcomeOf(
  provider: Provider,
  {
    call = modelCall(),
    signal = new AbortController().signal,
    limits = shortLimits,
    onEvent = () => undefined,
  }: {
    readonly call?: ModelCall;
    readonly signal?: AbortSignal;
    readonly limits?: ReplyLimits;
    readonly onEvent?: (event: ModelEvent) => void;
  } = {},
): Promise<Outcome> {
  let text = "";
  let reply: ModelReply | null = null;
  try {
    for await (const event of streamCall(call, {
      provider,
      signal,
      limits,
      onHeaders: () => undefined,
    })) {
      onEvent(event);
      if (event.type === "text") text += event.text;
      if (event.type === "end") reply = event.reply;
    }
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    return { text, reply, fault: error };
  }
  return { text, reply, fault: null };
}
