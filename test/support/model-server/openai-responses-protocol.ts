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
  "input",
  "instructions",
  "stream",
  "store",
  "max_output_tokens",
  "text",
  "tools",
  "reasoning",
  "prompt_cache_key",
  "prompt_cache_options",
];

export const openaiResponsesProtocol: ServerProtocol = {
  name: "openai-responses",
  path: "/responses",
  check,
  whole,
  frames,
  error: openaiError,
  errorFrame: ({ code, message }) => ({
    event: "error",
    data: JSON.stringify({ type: "error", code, message, param: null, sequence_number: 9 }),
    role: "piece",
  }),
};

function check(request: ReceivedRequest): Refusal | null {
  const { body } = request;
  const refused = checkOpenaiKey(request) ?? unknownField(body, knownFields);
  if (refused !== null) return refused;
  if (typeof body["model"] !== "string") return badRequest("'model' is required.");
  if (!Array.isArray(body["input"]) || body["input"].length === 0) {
    return badRequest("'input' is required.");
  }
  if (body["store"] !== false) return badRequest("This simulated server keeps nothing: store.");
  for (const item of body["input"]) {
    if (!isRecord(item) || !isContent(item["content"], "input_text")) {
      return badRequest("An input has no content.");
    }
  }
  const marks = checkCacheMarks(body);
  if (marks !== null) return marks;
  if (!isRecord(body["text"])) return null;
  const format = body["text"]["format"];
  if (!isRecord(format)) return badRequest("'text.format' is not known.");
  if (format["type"] === "json_object") return null;
  if (typeof format["name"] !== "string" || format["strict"] !== true) {
    return badRequest("'text.format' needs a name and strict: true.");
  }
  const problem = schemaProblem(format["schema"]);
  return problem === null ? null : badRequest(`Invalid schema for text.format: ${problem}`);
}

function outputOf(reply: ScriptedReply): readonly Record<string, unknown>[] {
  if (reply.tool !== null) {
    return [
      {
        id: "fc_simulated",
        type: "function_call",
        status: reply.stop === "tool" ? "completed" : "incomplete",
        call_id: "call_simulated_1",
        name: reply.tool.name,
        arguments: reply.tool.inputJson,
      },
    ];
  }
  const part =
    reply.stop === "refusal"
      ? { type: "refusal", refusal: reply.text }
      : { type: "output_text", text: reply.text, annotations: [], logprobs: [] };
  return [
    {
      id: "msg_simulated",
      type: "message",
      status: "completed",
      role: "assistant",
      content: [part],
    },
  ];
}

const incompleteReasons: Readonly<Record<string, string>> = {
  truncated: "max_output_tokens",
  "context-full": "max_output_tokens",
  filtered: "content_filter",
};

function whole(reply: ScriptedReply, { body }: ReceivedRequest): Record<string, unknown> {
  const reason = incompleteReasons[reply.stop];
  const isFailed = reply.stop === "failed";
  return {
    id: "resp_simulated",
    object: "response",
    created_at: 1_700_000_000,
    status: isFailed ? "failed" : reason === undefined ? "completed" : "incomplete",
    error: isFailed ? { code: "server_error", message: "The simulated model failed." } : null,
    incomplete_details: reason === undefined ? null : { reason },
    model: body["model"],
    output: outputOf(reply),
    usage: {
      input_tokens: reply.usage.input,
      input_tokens_details: {
        cached_tokens: reply.usage.cacheRead,
        cache_write_tokens: reply.usage.cacheWrite,
      },
      output_tokens: reply.usage.output,
      output_tokens_details: { reasoning_tokens: reply.usage.reasoning },
      total_tokens: reply.usage.input + reply.usage.output,
    },
  };
}

function frames(reply: ScriptedReply, request: ReceivedRequest): readonly Frame[] {
  const final = whole(reply, request);
  const opening = {
    ...final,
    status: "in_progress",
    output: [],
    usage: null,
    error: null,
    incomplete_details: null,
  };
  const [item] = outputOf(reply);
  const events: readonly (readonly [Frame["role"], Record<string, unknown>])[] = [
    ["start", { type: "response.created", response: opening }],
    ["start", { type: "response.in_progress", response: opening }],
    ["piece", { type: "response.output_item.added", output_index: 0, item: { ...item, ...empty } }],
    ...(reply.tool === null ? textEvents(reply) : toolEvents(reply.tool.inputJson)),
    ["piece", { type: "response.output_item.done", output_index: 0, item }],
    ["end", { type: `response.${String(final["status"])}`, response: final }],
  ];
  return events.map(([role, event], index) => ({
    event: String(event["type"]),
    data: JSON.stringify({ ...event, sequence_number: index }),
    role,
  }));
}

const empty = { status: "in_progress" };
const place = { item_id: "msg_simulated", output_index: 0, content_index: 0 };
type Timed = readonly [Frame["role"], Record<string, unknown>];

function textEvents(reply: ScriptedReply): readonly Timed[] {
  const isRefusal = reply.stop === "refusal";
  const kind = isRefusal ? "refusal" : "output_text";
  const key = isRefusal ? "refusal" : "text";
  const part = { type: kind, [key]: "", annotations: [] };
  return [
    ["piece", { type: "response.content_part.added", ...place, part }],
    ...pieces(reply.text).map((delta): Timed => [
      "piece",
      { type: `response.${kind}.delta`, ...place, delta, logprobs: [] },
    ]),
    ["piece", { type: `response.${kind}.done`, ...place, [key]: reply.text }],
    [
      "piece",
      { type: "response.content_part.done", ...place, part: { ...part, [key]: reply.text } },
    ],
  ];
}

function toolEvents(inputJson: string): readonly Timed[] {
  const type = "response.function_call_arguments";
  return [
    ...pieces(inputJson).map((delta): Timed => [
      "piece",
      { type: `${type}.delta`, ...place, delta },
    ]),
    ["piece", { type: `${type}.done`, ...place, arguments: inputJson }],
  ];
}
