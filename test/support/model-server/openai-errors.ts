import type { ReceivedRequest, Refusal } from "./protocol.ts";

const types: Readonly<Record<string, string>> = {
  invalid_request: "invalid_request_error",
  context_length_exceeded: "invalid_request_error",
  model_not_found: "invalid_request_error",
  invalid_api_key: "invalid_request_error",
  insufficient_quota: "insufficient_quota",
  rate_limit_exceeded: "requests",
};

export function openaiError({ code, message }: Refusal): unknown {
  return { error: { message, type: types[code] ?? "server_error", param: null, code } };
}

/** OpenAI and Azure take a bearer token; nothing else is a key. */
export function checkOpenaiKey({ headers }: ReceivedRequest): Refusal | null {
  if (/^Bearer \S+$/.test(headers["authorization"] ?? "")) return null;
  return {
    status: 401,
    code: "invalid_api_key",
    message: "You didn't provide an API key in an Authorization header using Bearer auth.",
  };
}
