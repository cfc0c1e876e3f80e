import type { Refusal } from "./protocol.ts";

/** An answer with an error status. */
export interface StatusFault {
  readonly refusal: Refusal;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent instead of the protocol's own error object. */
  readonly rawBody: string | null;
  readonly contentType: string;
}

const codes: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_api_key",
  404: "model_not_found",
  429: "rate_limit_exceeded",
};

function fault(status: number, parts: Partial<StatusFault> & { code?: string; message?: string }) {
  return {
    refusal: {
      status,
      code: parts.code ?? codes[status] ?? "server_error",
      message: parts.message ?? `Simulated ${status}.`,
    },
    headers: parts.headers ?? {},
    rawBody: parts.rawBody ?? null,
    contentType: parts.contentType ?? "application/json",
  };
}

export const badGatewayPage = "<html><head><title>502 Bad Gateway</title></head></html>";

/** The error status that a scenario asks for, or null when its name is none of them. */
export function statusFault(name: string): StatusFault | null {
  const wait = /^retry-after-(ms-)?(\d+)$/.exec(name);
  if (wait !== null) {
    const header = wait[1] === undefined ? "retry-after" : "retry-after-ms";
    return fault(429, { headers: { [header]: wait[2] ?? "0" } });
  }
  const status = /^status-(\d{3})$/.exec(name)?.[1];
  if (status !== undefined) return fault(Number(status), {});
  switch (name) {
    case "retry-after-date":
      return fault(429, {
        headers: { "retry-after": new Date(Date.now() + 60_000).toUTCString() },
      });
    case "should-retry-400":
      return fault(400, { headers: { "x-should-retry": "true" } });
    case "no-retry-500":
      return fault(500, { headers: { "x-should-retry": "false" } });
    case "quota":
      return fault(429, {
        code: "insufficient_quota",
        message: "You exceeded your current quota, please check your plan and billing details.",
      });
    case "spend-limit":
      return fault(400, { message: "You have reached your specified API usage limits." });
    case "context-too-long":
      return fault(400, {
        code: "context_length_exceeded",
        message: "prompt is too long: 300000 tokens > 200000 maximum",
      });
    case "cache-marks-unsupported":
      return fault(400, { message: "Unknown parameter: 'prompt_cache_options'." });
    case "schema-unsupported":
      return fault(400, { message: "response_format json_schema is not supported by this model" });
    case "leaking-401":
      return fault(401, { message: "Incorrect API key: sk-simulated-0123456789abcdefghij." });
    case "schema-too-large":
      return fault(400, { message: "The compiled grammar is too large: simplify your schema." });
    case "html-502":
      return fault(502, { rawBody: badGatewayPage, contentType: "text/html" });
    case "empty-503":
      return fault(503, { rawBody: "", contentType: "text/plain" });
    default:
      return null;
  }
}
