import { ModelFault } from "./model-fault.ts";
import { watchedBody } from "./watched-body.ts";
import { faultOfResponse } from "./response-fault.ts";

export interface ReplyLimits {
  /** Longest wait for the headers, in milliseconds. */
  readonly headersMs: number;
  /** Longest silence after the headers; pings and comments break it. */
  readonly idleMs: number;
  /** Longest time for the whole exchange, in milliseconds. */
  readonly totalMs: number;
  /** Most bytes of one reply: streams that never end are cut here. */
  readonly maxBytes: number;
}

/** One exchange with a server, seen from below the SDK: what was observed, and why it was broken off. */
export interface ReplyWatch {
  readonly fetch: typeof fetch;
  /** Why the exchange failed, as far as the wire tells; null while nothing is wrong. */
  fault(): ModelFault | null;
  headers(): Headers | null;
  /** Whether the end marker of OpenAI streams, which the SDK swallows, went past. */
  sawDone(): boolean;
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
  let timer: NodeJS.Timeout | undefined;
  const breakOff = (found: ModelFault): ModelFault => {
    fault ??= found;
    clearTimeout(timer);
    if (!breaker.signal.aborted) breaker.abort(fault);
    return fault;
  };
  const arm = (ms: number, late: () => ModelFault) => {
    clearTimeout(timer);
    timer = setTimeout(() => breakOff(late()), ms);
  };
  const deadline = setTimeout(() => {
    const limit = seconds(limits.totalMs);
    breakOff(new ModelFault("timeout", `The reply was not complete within ${limit} s.`));
  }, limits.totalMs);
  const onAbort = () => breakOff(new ModelFault("aborted", "The call was cancelled."));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });

  const watchedFetch: typeof fetch = async (input, init) => {
    if (fault !== null) throw fault;
    arm(
      limits.headersMs,
      () => new ModelFault("timeout", `No answer within ${seconds(limits.headersMs)} s.`),
    );
    let response: Response;
    try {
      response = await fetch(input, { ...init, signal: breaker.signal });
    } catch (error) {
      throw breakOff(fault ?? networkFault(error));
    }
    headers = response.headers;
    onHeaders(headers);
    const idle = () =>
      new ModelFault("idle-timeout", `The reply went silent for ${seconds(limits.idleMs)} s.`);
    arm(limits.idleMs, idle);
    if (!response.ok) throw breakOff(await faultOfResponse(response));
    const refused = wrongKind(response, isStream);
    if (refused !== null) throw breakOff(refused);
    const body = watchedBody(response.body, {
      maxBytes: limits.maxBytes,
      fault: () => fault,
      breakOff,
      onBytes: () => timer?.refresh(),
      onEnd: () => clearTimeout(timer),
      onDone: () => (sawDone = true),
    });
    return new Response(body, {
      status: response.status,
      headers: response.headers,
    });
  };

  return {
    fetch: watchedFetch,
    fault: () => fault,
    headers: () => headers,
    sawDone: () => sawDone,
    stop: () => {
      clearTimeout(timer);
      clearTimeout(deadline);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
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

/** A status of 200 says little: a proxy's page or a whole object where a stream was asked is no reply. */
function wrongKind(response: Response, isStream: boolean): ModelFault | null {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const wanted = isStream ? "text/event-stream" : "application/json";
  if (type === wanted || type === "") return null;
  const hint =
    type === "text/html"
      ? "a web page: is the base URL right?"
      : `${type} instead of ${wanted}${isStream ? " (does the server stream?)" : ""}`;
  return new ModelFault("malformed", `The server answered with ${hint}`, {
    status: response.status,
  });
}
