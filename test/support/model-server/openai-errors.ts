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

/**
 * OpenAI, and Azure below `/openai/v1`, take a bearer token. Azure's older addresses name a deployment and want the
 * key in a header of their own and the version of their API.
 */
export function checkOpenaiKey(request: ReceivedRequest): Refusal | null {
  const { headers, path, query } = request;
  if (/^\/openai\/(?!v1\/)/.test(path)) return checkAzure(request);
  if (query !== "") return refused(404, "Resource not found.");
  if (/^Bearer \S+$/.test(headers["authorization"] ?? "")) return null;
  const wanted = "You didn't provide an API key in an Authorization header using Bearer auth.";
  return refused(401, wanted);
}

function checkAzure({ headers, path, query, body }: ReceivedRequest): Refusal | null {
  if (!/(?:^|&)api-version=\d{4}-\d{2}-\d{2}(?:-preview)?$/.test(query)) {
    return refused(404, "Resource not found: api-version.");
  }
  if (headers["api-key"] === undefined || headers["authorization"] !== undefined) {
    return refused(401, "Access denied due to missing subscription key.");
  }
  const deployment = /^\/openai\/deployments\/([^/]+)\//.exec(path)?.[1];
  const isKnown = deployment === undefined || decodeURIComponent(deployment) === body["model"];
  return isKnown ? null : refused(404, "The API deployment for this resource does not exist.");
}

function refused(status: number, message: string): Refusal {
  return { status, code: status === 401 ? "invalid_api_key" : "model_not_found", message };
}
