import { schemaProblem } from "./check-schema.ts";
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
  "system",
  "stream",
  "max_tokens",
  "output_config",
  "tools",
  "cache_control",
];

const types: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  409: "conflict_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const reasons: Readonly<Record<ScriptedReply["stop"], string>> = {
  done: "end_turn",
  tool: "tool_use",
  truncated: "max_tokens",
  "context-full": "model_context_window_exceeded",
  filtered: "refusal",
  refusal: "refusal",
  paused: "pause_turn",
  failed: "end_turn",
};

export const anthropicProtocol: ServerProtocol = {
  name: "anthropic",
  path: "/v1/messages",
  check,
  whole,
  frames,
  error,
  errorFrame: (refusal) => ({
    event: "error",
    data: JSON.stringify(error(refusal)),
    role: "piece",
  }),
};

function error({ status, message }: Refusal): unknown {
  return {
    type: "error",
    error: { type: types[status] ?? "api_error", message, details: null },
    request_id: "req_simulated",
  };
}

function check({ headers, body }: ReceivedRequest): Refusal | null {
  const hasKey =
    /^Bearer \S+$/.test(headers["authorization"] ?? "") || headers["x-api-key"] !== undefined;
  if (!hasKey) return { status: 401, code: "invalid_api_key", message: "No key was sent." };
  if (!["2026-10-21", "2023-06-01"].includes(headers["anthropic-version"] ?? "")) {
    return badRequest("anthropic-version: header is required");
  }
  for (const name of ["temperature", "top_p", "top_k"]) {
    if (body[name] !== undefined) return badRequest(`${name} is not supported`);
  }
  if (isRecord(body["tool_choice"]) && body["tool_choice"]["type"] !== "auto") {
    return badRequest("forced tool use is not supported by this model");
  }
  const unknown = unknownField(body, knownFields);
  if (unknown !== null) return unknown;
  if (typeof body["model"] !== "string") return badRequest("model: field required");
  if (!Number.isInteger(body["max_tokens"])) return badRequest("max_tokens: field required");
  return checkMessages(body["messages"]) ?? checkFormat(body["output_config"]);
}

function checkMessages(messages: unknown): Refusal | null {
  if (!Array.isArray(messages) || messages.length === 0) {
    return badRequest("messages: at least one message is required");
  }
  for (const [index, message] of messages.entries()) {
    const wanted = index % 2 === 0 ? "user" : "assistant";
    if (!isRecord(message) || message["role"] !== wanted) {
      return badRequest(`messages.${index}: roles must alternate, starting with user`);
    }
    if (message["content"] === "" || message["content"] === undefined) {
      return badRequest(`messages.${index}: content must not be empty`);
    }
  }
  return messages.length % 2 === 0
    ? badRequest("This model does not support assistant message prefill.")
    : null;
}

function checkFormat(config: unknown): Refusal | null {
  if (config === undefined) return null;
  if (!isRecord(config)) return badRequest("output_config: not an object");
  const format = config["format"];
  if (format === undefined) return null;
  const problem = isRecord(format) ? schemaProblem(format["schema"]) : "no format";
  return problem === null ? null : badRequest(`output_config.format.schema: ${problem}`);
}

function usageOf({ usage }: ScriptedReply, isStart: boolean): unknown {
  return {
    input_tokens: usage.input - usage.cacheRead - usage.cacheWrite,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
    output_tokens: isStart ? 1 : usage.output,
    output_tokens_details: { thinking_tokens: isStart ? 0 : usage.reasoning },
    server_tool_use: null,
    service_tier: "standard",
    inference_geo: null,
    speed: null,
  };
}

const textStart = { type: "text", text: "", citations: null };

function toolStart(name: string): Record<string, unknown> {
  return { type: "tool_use", id: "toolu_simulated", name, input: {}, caller: { type: "direct" } };
}

function message(reply: ScriptedReply, { body }: ReceivedRequest): Record<string, unknown> {
  return {
    id: "msg_simulated",
    type: "message",
    role: "assistant",
    model: body["model"],
    container: null,
    diagnostics: null,
    stop_sequence: null,
    stop_details:
      reply.stop === "refusal" ? { category: "simulated", explanation: reply.text } : null,
  };
}

function whole(reply: ScriptedReply, request: ReceivedRequest): unknown {
  const content =
    reply.tool === null
      ? { ...textStart, text: reply.text }
      : // The real server closes a cut input too: it looks valid and is not.
        {
          ...toolStart(reply.tool.name),
          input: parsedOr(reply.tool.inputJson, { title: "Hello" }),
        };
  return {
    ...message(reply, request),
    content: [content],
    stop_reason: reasons[reply.stop],
    usage: usageOf(reply, false),
  };
}

function parsedOr(json: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return otherwise;
  }
}

function frames(reply: ScriptedReply, request: ReceivedRequest): readonly Frame[] {
  const frame = (role: Frame["role"], type: string, value: Record<string, unknown>): Frame => ({
    event: type,
    data: JSON.stringify({ type, ...value }),
    role,
  });
  const start = { ...message(reply, request), content: [], stop_reason: null };
  const { tool } = reply;
  return [
    frame("start", "message_start", { message: { ...start, usage: usageOf(reply, true) } }),
    frame("start", "content_block_start", {
      index: 0,
      content_block: tool === null ? textStart : toolStart(tool.name),
    }),
    ...pieces(tool?.inputJson ?? reply.text).map((piece) =>
      frame("piece", "content_block_delta", {
        index: 0,
        delta:
          tool === null
            ? { type: "text_delta", text: piece }
            : { type: "input_json_delta", partial_json: piece },
      }),
    ),
    frame("piece", "content_block_stop", { index: 0 }),
    frame("reason", "message_delta", {
      delta: {
        stop_reason: reasons[reply.stop],
        stop_sequence: null,
        stop_details: message(reply, request)["stop_details"],
      },
      usage: usageOf(reply, false),
    }),
    frame("end", "message_stop", {}),
  ];
}
