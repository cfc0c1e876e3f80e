import type { OpenAI } from "openai";
import { z } from "zod";
import type { Exchange, Protocol } from "./adapter.ts";
import type { ModelCall, ModelEvent } from "./model-call.ts";
import { listOpenaiModels, openaiClient } from "./openai-client.ts";
import { cacheFields, cacheMark, hasCacheMark } from "./openai-cache.ts";
import type { Provider } from "./provider.ts";
import { ReplyDraft, type WireStop } from "./reply-draft.ts";
import { faultOfError } from "./response-fault.ts";
import { single } from "./single.ts";

type ResponsesBody = Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream">;

/** The Responses protocol of OpenAI and Azure. Nothing is kept at the provider. */
export const openaiResponses: Protocol = {
  draft: () => new ReplyDraft(),
  listModels: listOpenaiModels,
  async send(exchange) {
    const client = await openaiClient(exchange);
    const body = responsesBody(exchange);
    if (!exchange.provider.traits.canStream) return single(await client.responses.create(body));
    return client.responses.create({ ...body, stream: true });
  },
  read(raw, draft) {
    const event = eventSchema.parse(raw);
    if (event.type === "error") {
      throw faultOfError({ message: event.message, code: event.code });
    }
    if (event.type === "response.output_text.delta") return draft.add(event.delta ?? "");
    if (event.type.startsWith("response.reasoning")) return [{ type: "reasoning" }];
    if (terminal.has(event.type)) {
      takeFinal(event.response, draft);
      draft.isOver = true;
    }
    return [];
  },
  readWhole(reply, draft) {
    takeFinal(reply, draft);
    return [];
  },
};

const terminal: ReadonlySet<string> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
]);

function responsesBody({ provider, call }: Exchange): ResponsesBody {
  const { traits } = provider;
  return {
    model: call.model,
    input: [
      ...systemMessages({ provider, call }),
      ...call.messages.map(({ role, text }) => ({ role, content: text })),
    ],
    store: false,
    max_output_tokens: call.maxOutputTokens,
    ...cacheFields({ provider, call }),
    ...formatOf(call, provider),
    ...(call.tools.length === 0 ? {} : { tools: call.tools.map(responsesTool) }),
    ...(call.effort === null || !traits.hasReasoningEffort
      ? {}
      : { reasoning: { effort: call.effort } }),
  };
}

/** The last one ends what parallel calls share. */
function systemMessages({ provider, call }: Pick<Exchange, "provider" | "call">) {
  const role = provider.traits.systemRole;
  const marked = hasCacheMark({ provider, call }) ? call.system.length - 1 : -1;
  return call.system.map((text, index) => ({
    role,
    content: index === marked ? [{ type: "input_text" as const, text, ...cacheMark }] : text,
  }));
}

function responsesTool({ name, description, inputSchema }: ModelCall["tools"][number]) {
  return {
    type: "function" as const,
    name,
    description,
    strict: true,
    parameters: { ...inputSchema },
  };
}

function formatOf({ output }: ModelCall, { traits }: Provider): Partial<ResponsesBody> {
  if (output.kind === "text" || traits.jsonMode === "prompt") return {};
  if (traits.jsonMode === "object") return { text: { format: { type: "json_object" } } };
  const { name, schema } = output;
  return { text: { format: { type: "json_schema", name, strict: true, schema } } };
}

const eventSchema = z.object({
  type: z.string(),
  delta: z.string().nullish(),
  message: z.string().nullish(),
  code: z.string().nullish(),
  response: z.unknown().optional(),
});

const finalSchema = z.object({
  status: z.string(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      call_id: z.string().nullish(),
      name: z.string().nullish(),
      arguments: z.string().nullish(),
      content: z
        .array(
          z.object({
            type: z.string(),
            text: z.string().nullish(),
            refusal: z.string().nullish(),
          }),
        )
        .nullish(),
    }),
  ),
  usage: z
    .object({
      input_tokens: z.number(),
      output_tokens: z.number(),
      input_tokens_details: z
        .object({ cached_tokens: z.number().nullish(), cache_write_tokens: z.number().nullish() })
        .nullish(),
      output_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

type Final = z.infer<typeof finalSchema>;

/** The last event carries the whole reply again: it is the truth, the pieces before were a preview. */
function takeFinal(raw: unknown, draft: ReplyDraft): readonly ModelEvent[] {
  const final = finalSchema.parse(raw);
  takeUsage(final, draft);
  const parts = final.output.flatMap(({ content }) => content ?? []);
  draft.text = parts.map(({ text }) => text ?? "").join("");
  draft.refusal = parts.map(({ refusal }) => refusal ?? "").join("");
  const calls = final.output.filter(({ type }) => type === "function_call");
  for (const [index, call] of calls.entries()) {
    draft.tool(index, {
      id: call.call_id ?? "",
      name: call.name ?? "",
      json: call.arguments ?? "",
    });
  }
  if (final.status === "failed") throw faultOfError(final.error ?? { message: "no reason given" });
  draft.stop = stopOf(final, { hasCalls: calls.length > 0, isRefused: draft.refusal !== "" });
  return [];
}

function stopOf(
  { status, incomplete_details: details }: Final,
  { hasCalls, isRefused }: { readonly hasCalls: boolean; readonly isRefused: boolean },
): WireStop {
  if (status === "incomplete") {
    if (details?.reason === "max_output_tokens") return "truncated";
    return details?.reason === "content_filter" ? "filtered" : "cut";
  }
  if (status !== "completed") return "cut";
  if (isRefused) return "refusal";
  return hasCalls ? "tool" : "done";
}

function takeUsage({ usage }: Final, draft: ReplyDraft): void {
  if (usage === null || usage === undefined) return;
  const cacheRead = usage.input_tokens_details?.cached_tokens ?? 0;
  const cacheWrite5m = usage.input_tokens_details?.cache_write_tokens ?? 0;
  draft.usage = {
    inputUncached: Math.max(0, usage.input_tokens - cacheRead - cacheWrite5m),
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
    output: usage.output_tokens,
    reasoning: usage.output_tokens_details?.reasoning_tokens ?? 0,
    isEstimated: false,
  };
}
