import { z } from "zod";
import { ModelFault, type FaultKind } from "./model-fault.ts";
import { retryAfterMs } from "./retry-after.ts";

const errorBody = z.object({
  error: z.object({
    message: z.string().nullish(),
    type: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
  }),
});

/** Longest error text that is kept, in characters. */
const longestMessage = 400;

/** Reads the body of an error answer, at most 64 kB of it. */
export async function faultOfResponse(response: Response): Promise<ModelFault> {
  const body = await readStart(response);
  const { message, code } = describeError(body);
  const said = message === "" ? "" : `: ${message}`;
  const shouldRetry = response.headers.get("x-should-retry");
  return new ModelFault(
    kindOf({ status: response.status, code, message }),
    `The server answered ${response.status}${said}`,
    {
      status: response.status,
      retryAfterMs: retryAfterMs(response.headers, Date.now()),
      shouldRetry: shouldRetry === null ? null : shouldRetry === "true",
      requestId: response.headers.get("request-id") ?? response.headers.get("x-request-id"),
    },
  );
}

/** What an error object in the middle of a stream means. */
export function faultOfError(error: unknown): ModelFault {
  const { message, code } = describeError(JSON.stringify({ error }));
  const kind = kindOf({ status: code === "overloaded_error" ? 529 : 500, code, message });
  return new ModelFault(kind, `The server broke off with an error: ${message || code}`);
}

function describeError(body: string): { readonly message: string; readonly code: string } {
  const parsed = errorBody.safeParse(parseOrNull(body));
  if (!parsed.success) {
    const plain = body.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    return { message: plain.trim().slice(0, longestMessage), code: "" };
  }
  const { message, code, type } = parsed.data.error;
  return { message: (message ?? "").slice(0, longestMessage), code: String(code ?? type ?? "") };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface ServerError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const kindOfStatus: Readonly<Record<number, FaultKind>> = {
  401: "auth",
  402: "quota",
  403: "permission",
  404: "model-not-found",
  408: "timeout",
  409: "server",
  413: "too-large",
  429: "rate-limit",
  503: "overloaded",
  504: "timeout",
  529: "overloaded",
};

function kindOf({ status, code, message }: ServerError): FaultKind {
  if (/insufficient_quota|billing/.test(code) || /usage limits|spend limit/i.test(message)) {
    return "quota";
  }
  if (status === 400 || status === 422) {
    const isTooLong =
      code === "context_length_exceeded" ||
      /prompt is too long|maximum context length|context window|exceeds? the (?:available )?context/i.test(
        message,
      );
    return isTooLong ? "context-too-long" : "bad-request";
  }
  if (/overloaded/i.test(code)) return "overloaded";
  if (/rate_limit/.test(code)) return "rate-limit";
  return kindOfStatus[status] ?? (status >= 500 ? "server" : "bad-request");
}

async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes < 65_536) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      bytes += value.length;
    }
  } catch {
    // A broken error page still has its status, which decides.
  }
  // An endless page must not keep the connection; whether it closes cleanly changes nothing.
  reader.cancel().catch(() => undefined);
  return Buffer.concat(chunks).toString("utf8");
}
