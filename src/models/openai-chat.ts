import type { OpenAI } from "openai";
import { z } from "zod";
import type { Exchange, Protocol } from "./adapter.ts";
import type { ModelCall, ModelEvent, ModelUsage } from "./model-call.ts";
import { listOpenaiModels, openaiClient } from "./openai-client.ts";
import { cacheFields, cacheMark, hasCacheMark } from "./openai-cache.ts";
import type { Provider } from "./provider.ts";
import { ReplyDraft, type WireStop } from "./reply-draft.ts";
import { faultOfError } from "./response-fault.ts";
import { single } from "./single.ts";

type ChatBody = Omit<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming, "stream">;

/** Chat Completions: OpenAI and every server that is compatible with it. */
export const openaiChat: Protocol = {
  draft: () => new ReplyDraft(),
  listModels: listOpenaiModels,
  async send(exchange) {
    const client = await openaiClient(exchange);
    const body = chatBody(exchange);
    const { canStream, hasStreamUsage } = exchange.provider.traits;
    if (!canStream) return single(await client.chat.completions.create(body));
    const options = hasStreamUsage ? { stream_options: { include_usage: true } } : {};
    return client.chat.completions.create({ ...body, stream: true, ...options });
  },
  read(event, draft) {
    const chunk = chunkSchema.parse(event);
    if (chunk.error !== undefined && chunk.error !== null) throw faultOfError(chunk.error);
    takeUsage(chunk.usage, draft);
    return chunk.choices.flatMap(({ delta, finish_reason: reason }) =>
      takeMessage({ message: delta ?? {}, reason: reason ?? null, draft }),
    );
  },
  readWhole(reply, draft) {
    const { choices, usage } = wholeSchema.parse(reply);
    takeUsage(usage, draft);
    return choices.flatMap(({ message, finish_reason: reason }) =>
      takeMessage({ message, reason: reason ?? null, draft }),
    );
  },
};

function chatBody({ provider, call }: Exchange): ChatBody {
  const { traits } = provider;
  return {
    model: call.model,
    messages: [
      ...systemMessages({ provider, call }),
      ...call.messages.map(({ role, text }) => ({ role, content: text })),
    ],
    [traits.maxTokensField]: call.maxOutputTokens,
    ...cacheFields({ provider, call }),
    ...formatOf(call, provider),
    ...(call.tools.length === 0 ? {} : { tools: call.tools.map(chatTool) }),
    ...(call.effort === null || !traits.hasReasoningEffort
      ? {}
      : { reasoning_effort: call.effort }),
  };
}

/** The last one ends what parallel calls share. */
function systemMessages({ provider, call }: Pick<Exchange, "provider" | "call">) {
  const role = provider.traits.systemRole;
  const marked = hasCacheMark({ provider, call }) ? call.system.length - 1 : -1;
  return call.system.map((text, index) => ({
    role,
    content: index === marked ? [{ type: "text" as const, text, ...cacheMark }] : text,
  }));
}

function chatTool({ name, description, inputSchema }: ModelCall["tools"][number]) {
  return {
    type: "function" as const,
    function: { name, description, strict: true, parameters: { ...inputSchema } },
  };
}

function formatOf({ output }: ModelCall, { traits }: Provider): Partial<ChatBody> {
  if (output.kind === "text" || traits.jsonMode === "prompt") return {};
  if (traits.jsonMode === "object") return { response_format: { type: "json_object" } };
  const { name, schema } = output;
  return {
    response_format: { type: "json_schema", json_schema: { name, strict: true, schema } },
  };
}

const usageSchema = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  prompt_tokens_details: z
    .object({ cached_tokens: z.number().nullish(), cache_write_tokens: z.number().nullish() })
    .nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish(),
  cost: z.number().nullish(),
});

const messageSchema = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.number().nullish(),
        id: z.string().nullish(),
        function: z
          .object({ name: z.string().nullish(), arguments: z.string().nullish() })
          .nullish(),
      }),
    )
    .nullish(),
});

const reasonSchema = z.string().nullish();

const chunkSchema = z.object({
  choices: z
    .array(z.object({ delta: messageSchema.nullish(), finish_reason: reasonSchema }))
    .default([]),
  usage: usageSchema.nullish(),
  error: z.unknown().optional(),
});

const wholeSchema = z.object({
  choices: z.array(z.object({ message: messageSchema, finish_reason: reasonSchema })).min(1),
  usage: usageSchema.nullish(),
});

function takeUsage(usage: z.infer<typeof usageSchema> | null | undefined, draft: ReplyDraft): void {
  if (usage === null || usage === undefined) return;
  draft.usage = chatUsage(usage);
  draft.reportedUsd = usage.cost ?? null;
}

function chatUsage(usage: z.infer<typeof usageSchema>): ModelUsage {
  const cacheRead = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const cacheWrite5m = usage.prompt_tokens_details?.cache_write_tokens ?? 0;
  return {
    inputUncached: Math.max(0, usage.prompt_tokens - cacheRead - cacheWrite5m),
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
    output: usage.completion_tokens,
    reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    isEstimated: false,
  };
}

const stops: Readonly<Record<string, WireStop>> = {
  stop: "done",
  tool_calls: "tool",
  function_call: "tool",
  length: "truncated",
  content_filter: "filtered",
};

function takeMessage({
  message,
  reason,
  draft,
}: {
  readonly message: z.infer<typeof messageSchema>;
  readonly reason: string | null;
  readonly draft: ReplyDraft;
}): readonly ModelEvent[] {
  draft.refusal += message.refusal ?? "";
  for (const [position, call] of (message.tool_calls ?? []).entries()) {
    draft.tool(call.index ?? position, {
      ...(call.id ? { id: call.id } : {}),
      ...(call.function?.name ? { name: call.function.name } : {}),
      json: call.function?.arguments ?? "",
    });
  }
  if (reason !== null) draft.stop = draft.refusal === "" ? (stops[reason] ?? "done") : "refusal";
  const thinking: readonly ModelEvent[] = message.reasoning_content ? [{ type: "reasoning" }] : [];
  return [...thinking, ...draft.add(message.content ?? "")];
}
