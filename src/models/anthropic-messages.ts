import type { Anthropic } from "@anthropic-ai/sdk";
import { z } from "zod";
import type { Exchange, Protocol } from "./adapter.ts";
import { withoutForeignHeaders } from "./environment-headers.ts";
import type { ModelCall, ModelEvent } from "./model-call.ts";
import { ReplyDraft, type WireStop } from "./reply-draft.ts";
import { faultOfError } from "./response-fault.ts";
import { single } from "./single.ts";

type MessagesBody = Omit<Anthropic.MessageCreateParamsNonStreaming, "stream">;

const environment = {
  vendorHost: "api.anthropic.com",
  baseUrlVariable: "ANTHROPIC_BASE_URL",
  headersVariable: "ANTHROPIC_CUSTOM_HEADERS",
};

/** Anthropic's Messages protocol. Sampling options, forced tools and prefilled answers are refused there: none is sent. */
export const anthropicMessages: Protocol = {
  draft: () => new ReplyDraft(),
  async listModels(exchange) {
    const client = await anthropicClient(exchange);
    return (await client.models.list({ limit: 1000 })).data;
  },
  async send(exchange) {
    const client = await anthropicClient(exchange);
    const body = messagesBody(exchange);
    if (exchange.provider.traits.canStream)
      return client.messages.create({ ...body, stream: true });
    // Without a time of its own the SDK refuses long replies before it sends them; our watch decides.
    return single(await client.messages.create(body, { timeout: 3_600_000 }));
  },
  read(raw, draft) {
    const event = eventSchema.parse(raw);
    switch (event.type) {
      case "error":
        throw faultOfError(event.error);
      case "message_start":
        takeUsage(event.message?.usage, draft);
        return [];
      case "content_block_start":
        takeBlock(event, draft);
        return draft.add(event.content_block?.text ?? "");
      case "content_block_delta":
        return takeDelta(event, draft);
      case "message_delta":
        takeUsage(event.usage, draft);
        takeReason(event.delta, draft);
        return [];
      case "message_stop":
        draft.isOver = true;
        return [];
      default:
        return [];
    }
  },
  readWhole(reply, draft) {
    const whole = wholeSchema.parse(reply);
    for (const [index, block] of whole.content.entries()) {
      if (block.type === "tool_use") {
        takeBlock({ index, content_block: block }, draft);
        draft.tool(index, { json: JSON.stringify(block.input ?? {}) });
      }
    }
    takeUsage(whole.usage, draft);
    takeReason(whole, draft);
    return draft.add(whole.content.map(({ text }) => text ?? "").join(""));
  },
};

/** The official client for one call: it never retries, never logs, and speaks through our own fetch. */
async function anthropicClient({
  provider,
  fetch,
}: Pick<Exchange, "provider" | "fetch">): Promise<Anthropic> {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  return new Anthropic({
    baseURL: provider.baseUrl,
    apiKey: provider.apiKey ?? "none",
    authToken: null,
    defaultHeaders: withoutForeignHeaders(provider, environment),
    maxRetries: 0,
    logLevel: "off",
    fetch,
  });
}

function messagesBody({ provider, call }: Exchange): MessagesBody {
  const { traits } = provider;
  const last = call.system.length - 1;
  const isStrict = call.output.kind === "json" && traits.jsonMode === "schema";
  const config = {
    ...(isStrict && call.output.kind === "json"
      ? { format: { type: "json_schema" as const, schema: { ...call.output.schema } } }
      : {}),
    ...(call.effort === null || !traits.hasReasoningEffort ? {} : { effort: call.effort }),
  };
  return {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    ...(last < 0
      ? {}
      : {
          system: call.system.map((text, index) => ({
            type: "text" as const,
            text,
            ...(index === last && traits.marksCache
              ? { cache_control: { type: "ephemeral" as const } }
              : {}),
          })),
        }),
    messages: call.messages.map(({ role, text }) => ({ role, content: text })),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    ...(call.tools.length === 0 ? {} : { tools: call.tools.map(anthropicTool) }),
  };
}

function anthropicTool({ name, description, inputSchema }: ModelCall["tools"][number]) {
  return {
    name,
    description,
    strict: true,
    input_schema: { ...inputSchema, type: "object" as const },
  };
}

const count = z.number().nullish();

const usageSchema = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: z
    .object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })
    .nullish(),
  output_tokens_details: z.object({ thinking_tokens: count }).nullish(),
});

const blockSchema = z.object({
  type: z.string(),
  text: z.string().nullish(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  input: z.unknown().optional(),
});

const endSchema = z.object({
  stop_reason: z.string().nullish(),
  stop_details: z.object({ explanation: z.string().nullish() }).nullish(),
});

const eventSchema = z.object({
  type: z.string(),
  index: z.number().nullish(),
  error: z.unknown().optional(),
  message: z.object({ usage: usageSchema.nullish() }).nullish(),
  content_block: blockSchema.nullish(),
  delta: endSchema
    .extend({
      type: z.string().nullish(),
      text: z.string().nullish(),
      partial_json: z.string().nullish(),
    })
    .nullish(),
  usage: usageSchema.nullish(),
});

const wholeSchema = endSchema.extend({
  content: z.array(blockSchema),
  usage: usageSchema.nullish(),
});

type MessagesEvent = z.infer<typeof eventSchema>;

function takeBlock(
  { index, content_block: block }: Pick<MessagesEvent, "index" | "content_block">,
  draft: ReplyDraft,
): void {
  if (block?.type === "tool_use") {
    draft.tool(index ?? 0, { id: block.id ?? "", name: block.name ?? "" });
  }
}

function takeDelta({ index, delta }: MessagesEvent, draft: ReplyDraft): readonly ModelEvent[] {
  if (delta?.type === "thinking_delta") return [{ type: "reasoning" }];
  if (delta?.type === "input_json_delta")
    draft.tool(index ?? 0, { json: delta.partial_json ?? "" });
  return draft.add(delta?.text ?? "");
}

const stops: Readonly<Record<string, WireStop>> = {
  end_turn: "done",
  stop_sequence: "done",
  tool_use: "tool",
  max_tokens: "truncated",
  model_context_window_exceeded: "truncated",
  pause_turn: "paused",
  refusal: "refusal",
};

/** A stop reason without the closing event is accepted: everything the model wrote was there. */
function takeReason(end: z.infer<typeof endSchema> | null | undefined, draft: ReplyDraft): void {
  draft.refusal = end?.stop_details?.explanation ?? "";
  const reason = end?.stop_reason ?? null;
  if (reason !== null) draft.stop = stops[reason] ?? "done";
}

/** Totals of the whole reply each time: overwritten, never added. */
function takeUsage(usage: z.infer<typeof usageSchema> | null | undefined, draft: ReplyDraft): void {
  if (usage === null || usage === undefined) return;
  const before = draft.usage;
  const written = usage.cache_creation_input_tokens ?? null;
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? before?.cacheWrite1h ?? 0;
  draft.usage = {
    inputUncached: usage.input_tokens ?? before?.inputUncached ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? before?.cacheRead ?? 0,
    cacheWrite5m: written === null ? (before?.cacheWrite5m ?? 0) : Math.max(0, written - hour),
    cacheWrite1h: hour,
    output: usage.output_tokens ?? before?.output ?? 0,
    reasoning: usage.output_tokens_details?.thinking_tokens ?? before?.reasoning ?? 0,
    isEstimated: false,
  };
}
