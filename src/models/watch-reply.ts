import { ModelFault } from "./model-fault.ts";
import { faultOfResponse } from "./response-fault.ts";

export interface ReplyLimits {
  /** Longest wait for the headers, in milliseconds. */
  readonly headersMs: number;
  /** Longest silence after the headers; pings and comments break it. */
  readonly idleMs: number;
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

/**
 * The `fetch` given to an SDK for one call. It waits no longer than the limits, refuses what is no model's reply,
 * and keeps what the SDK hides. `signal` is the caller's wish to stop.
 */
export function watchReply(
  limits: ReplyLimits,
  { signal, isStream }: { readonly signal: AbortSignal; readonly isStream: boolean },
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
    const idle = () =>
      new ModelFault("idle-timeout", `The reply went silent for ${seconds(limits.idleMs)} s.`);
    arm(limits.idleMs, idle);
    if (!response.ok) throw breakOff(await faultOfResponse(response));
    const refused = wrongKind(response, isStream);
    if (refused !== null) throw breakOff(refused);
    return new Response(watchedBody(response.body), {
      status: response.status,
      headers: response.headers,
    });
  };

  function watchedBody(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
    if (body === null) return null;
    const reader = body.getReader();
    let bytes = 0;
    let tail = "";
    let isCancelled = false;
    return new ReadableStream({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (isCancelled) return;
          if (fault !== null) throw fault;
          if (done) {
            clearTimeout(timer);
            controller.close();
            return;
          }
          timer?.refresh();
          bytes += value.length;
          if (bytes > limits.maxBytes) throw endless(limits.maxBytes);
          tail = (tail + Buffer.from(value).toString("latin1")).slice(-4096);
          sawDone ||= /data: ?\[DONE\]/.test(tail);
          tail = tail.slice(-16);
          controller.enqueue(value);
        } catch (error) {
          if (isCancelled) return;
          controller.error(breakOff(error instanceof ModelFault ? error : cutFault(error)));
        }
      },
      cancel() {
        // The SDKs stop reading at their end marker, while a read of ours may still wait.
        isCancelled = true;
        clearTimeout(timer);
        return reader.cancel();
      },
    });
  }

  return {
    fetch: watchedFetch,
    fault: () => fault,
    headers: () => headers,
    sawDone: () => sawDone,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

function endless(maxBytes: number): ModelFault {
  return new ModelFault("malformed", `The reply is longer than ${maxBytes} bytes and was cut off.`);
}

function cutFault(error: unknown): ModelFault {
  return new ModelFault("cut-stream", "The connection broke in the middle of the reply.", {
    cause: error,
  });
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
