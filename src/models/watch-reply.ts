import { ModelFault } from "./model-fault.ts";
import { watchedBody } from "./watched-body.ts";
import { faultOfResponse } from "./response-fault.ts";
import { seconds, watchSilence, type ReplyLimits } from "./watch-silence.ts";

/** One exchange with a server, seen from below the SDK: what was observed, and why it was broken off. */
export interface ReplyWatch {
  readonly fetch: typeof fetch;
  /** Why the exchange failed, as far as the wire tells; null while nothing is wrong. */
  fault(): ModelFault | null;
  headers(): Headers | null;
  /** Whether the end marker of OpenAI streams, which the SDK swallows, went past. */
  sawDone(): boolean;
  /** The reply of a server that sent one object although a stream was asked; null while there is none. */
  wholeReply(): string | null;
  stop(): void;
}

export interface WatchOptions {
  /** The caller's wish to stop. */
  readonly signal: AbortSignal;
  readonly isStream: boolean;
  /** Called with the headers of every answer, errors too. Must not throw. */
  readonly onHeaders: (headers: Headers) => void;
}

/**
 * The `fetch` given to an SDK for one call. It waits no longer than the limits, refuses what is no model's reply,
 * and keeps what the SDK hides.
 */
export function watchReply(
  limits: ReplyLimits,
  { signal, isStream, onHeaders }: WatchOptions,
): ReplyWatch {
  const breaker = new AbortController();
  let fault: ModelFault | null = null;
  let headers: Headers | null = null;
  let sawDone = false;
  let whole: string | null = null;
  const breakOff = (found: ModelFault): ModelFault => {
    fault ??= found;
    silence.stop();
    if (!breaker.signal.aborted) breaker.abort(fault);
    return fault;
  };
  const silence = watchSilence(limits, breakOff);
  const deadline = setTimeout(() => {
    const limit = seconds(limits.totalMs);
    breakOff(new ModelFault("timeout", `The reply was not complete within ${limit} s.`));
  }, limits.totalMs);
  const onAbort = () => breakOff(new ModelFault("aborted", "The call was cancelled."));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });

  const watchedFetch: typeof fetch = async (input, init) => {
    if (fault !== null) throw fault;
    silence.onSent();
    let response: Response;
    try {
      response = await fetch(input, { ...init, signal: breaker.signal });
    } catch (error) {
      throw breakOff(fault ?? networkFault(error));
    }
    headers = response.headers;
    onHeaders(headers);
    silence.onHeaders();
    if (!response.ok) throw breakOff(await faultOfResponse(response));
    const type = contentType(response);
    const refused = wrongKind(response, { type, isStream });
    if (refused !== null) throw breakOff(refused);
    const body = watchedBody(response.body, {
      maxBytes: limits.maxBytes,
      fault: () => fault,
      breakOff,
      onBytes: silence.onBytes,
      onEnd: silence.stop,
      onDone: () => (sawDone = true),
    });
    const { status } = response;
    if (!isStream || type !== wholeType) return new Response(body, { status, headers });
    whole = await new Response(body).text();
    return new Response("", { status, headers: { "content-type": streamType } });
  };

  return {
    fetch: watchedFetch,
    fault: () => fault,
    headers: () => headers,
    sawDone: () => sawDone,
    wholeReply: () => whole,
    stop: () => {
      silence.stop();
      clearTimeout(deadline);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

function networkFault(error: unknown): ModelFault {
  const cause = error instanceof Error ? error.cause : undefined;
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens at its address",
    ENOTFOUND: "its name is not known",
    EAI_AGAIN: "its name could not be looked up",
    ECONNRESET: "it closed the connection",
    UND_ERR_SOCKET: "it closed the connection",
  };
  const reason = reasons[code] ?? (code === "" ? "the connection failed" : code);
  return new ModelFault("network", `The server could not be reached: ${reason}.`, { cause: error });
}

const streamType = "text/event-stream";
const wholeType = "application/json";

function contentType(response: Response): string {
  return (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** A status of 200 says little: the page of a proxy is no reply. Servers that do not stream send one object instead. */
function wrongKind(
  { status }: Response,
  { type, isStream }: { readonly type: string; readonly isStream: boolean },
): ModelFault | null {
  if (type === "" || type === wholeType || (isStream && type === streamType)) return null;
  const wanted = isStream ? streamType : wholeType;
  const hint =
    type === "text/html" ? "a web page: is the base URL right?" : `${type} instead of ${wanted}`;
  return new ModelFault("malformed", `The server answered with ${hint}`, { status });
}
