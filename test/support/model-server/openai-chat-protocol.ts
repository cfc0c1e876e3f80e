import { schemaProblem } from "./check-schema.ts";
import { checkCacheMarks, isContent } from "./openai-content.ts";
import { checkOpenaiKey, openaiError } from "./openai-errors.ts";
import {
  badRequest,
  isRecord,
  pieces,
  unknownField,
  type Frame,
  type ReceivedRequest,
  type Refusal,
  type ServerProtocol,
} from "./protocol.ts";
import type { ScriptedReply } from "./scripted-reply.ts";

const knownFields = [
  "model",
  "messages",
  "stream",
  "stream_options",
  "max_tokens",
  "max_completion_tokens",
  "response_format",
  "tools",
  "reasoning_effort",
  "prompt_cache_key",
  "prompt_cache_options",
];

const reasons: Readonly<Record<ScriptedReply["stop"], string>> = {
  done: "stop",
  tool: "tool_calls",
  truncated: "length",
  "context-full": "length",
  filtered: "content_filter",
  refusal: "stop",
  paused: "stop",
  failed: "stop",
};

export const openaiChatProtocol: ServerProtocol = {
  name: "openai-chat",
  path: "/chat/completions",
  check,
  whole,
  frames,
  error: openaiError,
  errorFrame: (refusal) => ({
    event: null,
    data: JSON.stringify(openaiError(refusal)),
    role: "piece",
  }),
};

function check(request: ReceivedRequest): Refusal | null {
  const { body } = request;
  const refused = checkOpenaiKey(request) ?? unknownField(body, knownFields);
  if (refused !== null) return refused;
  if (typeof body["model"] !== "string") return badRequest("'model' is required.");
  if (!Array.isArray(body["messages"]) || body["messages"].length === 0) {
    return badRequest("'messages' must be an array of at least one message.");
  }
  for (const message of body["messages"]) {
    const roles = ["system", "developer", "user", "assistant"];
    if (!isRecord(message) || !roles.includes(String(message["role"]))) {
      return badRequest("A message has no known role.");
    }
    if (!isContent(message["content"], "text")) return badRequest("A message has no content.");
  }
  if (body["max_tokens"] !== undefined && body["max_completion_tokens"] !== undefined) {
    return badRequest("Setting 'max_tokens' and 'max_completion_tokens' at once is not supported.");
  }
  if (body["stream_options"] !== undefined && body["stream"] !== true) {
    return badRequest("'stream_options' is only allowed when 'stream' is enabled.");
  }
  return checkCacheMarks(body) ?? checkFormat(body["response_format"]);
}

function checkFormat(format: unknown): Refusal | null {
  if (format === undefined || (isRecord(format) && format["type"] === "json_object")) return null;
  if (!isRecord(format) || !isRecord(format["json_schema"])) {
    return badRequest("'response_format' is not known.");
  }
  const { name, strict, schema } = format["json_schema"];
  if (typeof name !== "string" || strict !== true) {
    return badRequest("'json_schema' needs a name and strict: true.");
  }
  const problem = schemaProblem(schema);
  return problem === null ? null : badRequest(`Invalid schema for response_format: ${problem}`);
}

function usageOf({ usage, costUsd }: ScriptedReply): unknown {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
    ...(costUsd === null ? {} : { cost: costUsd }),
  };
}

const callId = "call_simulated_1";

function whole(reply: ScriptedReply, { body }: ReceivedRequest): unknown {
  const isRefusal = reply.stop === "refusal";
  const calls =
    reply.tool === null
      ? {}
      : {
          tool_calls: [
            {
              id: callId,
              type: "function",
              function: { name: reply.tool.name, arguments: reply.tool.inputJson },
            },
          ],
        };
  return {
    id: "chatcmpl-simulated",
    object: "chat.completion",
    created: 1_700_000_000,
    model: body["model"],
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: isRefusal || reply.text === "" ? null : reply.text,
          refusal: isRefusal ? reply.text : null,
          annotations: [],
          ...calls,
        },
        logprobs: null,
        finish_reason: reasons[reply.stop],
      },
    ],
    usage: usageOf(reply),
    service_tier: "default",
  };
}

function frames(reply: ScriptedReply, { body }: ReceivedRequest): readonly Frame[] {
  const hasUsage =
    isRecord(body["stream_options"]) && body["stream_options"]["include_usage"] === true;
  const frame = (role: Frame["role"], choices: readonly unknown[], usage: unknown): Frame => ({
    event: null,
    role,
    data: JSON.stringify({
      id: "chatcmpl-simulated",
      object: "chat.completion.chunk",
      created: 1_700_000_000,
      model: body["model"],
      choices,
      ...(hasUsage ? { usage } : {}),
    }),
  });
  const delta = (role: Frame["role"], value: unknown, reason: string | null = null) =>
    frame(role, [{ index: 0, delta: value, finish_reason: reason }], null);
  const key = reply.stop === "refusal" ? "refusal" : "content";
  return [
    delta("start", { role: "assistant", content: "" }),
    ...pieces(reply.text).map((piece) => delta("piece", { [key]: piece })),
    ...toolDeltas(reply).map((value) => delta("piece", { tool_calls: [value] })),
    delta("reason", {}, reasons[reply.stop]),
    ...(hasUsage ? [frame("usage", [], usageOf(reply))] : []),
    { event: null, data: "[DONE]", role: "end" },
  ];
}

function toolDeltas({ tool }: ScriptedReply): readonly unknown[] {
  if (tool === null) return [];
  return [
    { index: 0, id: callId, type: "function", function: { name: tool.name, arguments: "" } },
    ...pieces(tool.inputJson).map((piece) => ({ index: 0, function: { arguments: piece } })),
  ];
}
