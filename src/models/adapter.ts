import type { ModelCall, ModelEvent, ModelReply, ModelUsage } from "./model-call.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { ModelFault } from "./model-fault.ts";
import type { Provider } from "./provider.ts";
import type { ReplyDraft } from "./reply-draft.ts";
import { faultOfError } from "./response-fault.ts";
import { watchReply, type ReplyWatch } from "./watch-reply.ts";
import type { ReplyLimits } from "./watch-silence.ts";

/** What one protocol adds: how a request is sent with the official SDK and how its events are read. */
export interface Protocol {
  /** Raw events of a streamed reply, in order, or the one object of a whole reply. Loads the SDK. */
  send(exchange: Exchange): Promise<AsyncIterable<unknown>>;
  /** Takes one raw event; returns what the caller may see of it. */
  read(event: unknown, draft: ReplyDraft): readonly ModelEvent[];
  /** Takes the one object of a reply that was not streamed. */
  readWhole(reply: unknown, draft: ReplyDraft): readonly ModelEvent[];
  draft(): ReplyDraft;
  /** The provider's own list of its models, as it came. Loads the SDK. */
  listModels(exchange: Pick<Exchange, "provider" | "fetch">): Promise<unknown>;
}

export interface Exchange {
  readonly provider: Provider;
  readonly call: ModelCall;
  readonly fetch: typeof fetch;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly limits: ReplyLimits;
  /** Called with the headers of the answer, of an error too. */
  readonly onHeaders: (headers: Headers) => void;
}

/**
 * Sends one call, once, and reads its reply: events as they arrive, `end` last.
 * @throws ModelFault of one of our kinds, whatever went wrong.
 */
export async function* runCall(
  protocol: Protocol,
  { provider, call, signal, limits, onHeaders }: CallOptions & Omit<Exchange, "fetch">,
): AsyncGenerator<ModelEvent> {
  const isStream = provider.traits.canStream;
  const watch = watchReply(limits, { signal, isStream, onHeaders });
  const draft = protocol.draft();
  try {
    const events = await protocol.send({ provider, call, fetch: watch.fetch });
    let hasStarted = false;
    for await (const event of events) {
      if (!hasStarted) yield { type: "start" };
      hasStarted = true;
      yield* isStream ? protocol.read(event, draft) : readWhole(protocol, { event, draft });
      // A server may keep the connection open behind its last event.
      if (draft.isOver) break;
    }
    // Both SDKs end their loops silently when a signal fires.
    const fault = watch.fault();
    if (fault !== null) throw fault;
    const whole = watch.wholeReply();
    if (whole !== null) {
      yield { type: "start" };
      yield* readWhole(protocol, { event: JSON.parse(whole), draft });
      draft.notes.push("the server did not stream");
    }
    acceptDone(draft, { watch, provider });
    yield { type: "end", reply: withUsage(draft.finish(requestIdOf(watch)), call) };
  } catch (error) {
    const fault = watch.fault() ?? asFault(error);
    if (!isAfterEnd(fault, draft)) throw described(fault, { draft, call });
    draft.notes.push(`after the end: ${fault.kind}`);
    yield { type: "end", reply: withUsage(draft.finish(requestIdOf(watch)), call) };
  } finally {
    watch.stop();
  }
}

/** One object may be an error in spite of its status of 200. The Responses protocol has a failed reply for that. */
function readWhole(
  protocol: Protocol,
  { event, draft }: { readonly event: unknown; readonly draft: ReplyDraft },
): readonly ModelEvent[] {
  const inside = errorInside(event);
  const isReply = typeof event === "object" && event !== null && "status" in event;
  if (inside !== null && !isReply) throw faultOfError(inside);
  return protocol.readWhole(event, draft);
}

/** Whether a connection failed only behind the model's own last word: all that it wrote is there. */
function isAfterEnd({ kind }: ModelFault, { stop }: ReplyDraft): boolean {
  return (kind === "idle-timeout" || kind === "cut-stream") && isUsable.has(stop);
}

const isUsable: ReadonlySet<string> = new Set(["done", "tool", "truncated", "paused"]);

function acceptDone(
  draft: ReplyDraft,
  { watch, provider }: { readonly watch: ReplyWatch; readonly provider: Provider },
): void {
  if (draft.stop !== "cut" || provider.traits.sendsFinishReason || !watch.sawDone()) return;
  draft.stop = "done";
  draft.notes.push("the server gave no reason for the end");
}

function requestIdOf(watch: ReplyWatch): string | null {
  const headers = watch.headers();
  return headers?.get("request-id") ?? headers?.get("x-request-id") ?? null;
}

/**
 * What an SDK throws although our own fetch saw nothing wrong: an error object inside the stream, which the SDKs
 * hand on as `error`, or a reply that cannot be read.
 */
function asFault(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error;
  const inStream = errorInside(error);
  if (inStream !== null) return faultOfError(errorInside(inStream) ?? inStream);
  const said = error instanceof Error ? error.message : String(error);
  return new ModelFault("malformed", `The reply could not be read: ${said.slice(0, 200)}`, {
    cause: error,
  });
}

function errorInside(value: unknown): object | null {
  if (typeof value !== "object" || value === null || !("error" in value)) return null;
  return typeof value.error === "object" ? value.error : null;
}

function described(
  fault: ModelFault,
  { draft, call }: { readonly draft: ReplyDraft; readonly call: ModelCall },
): ModelFault {
  const isPaid = draft.text !== "" || draft.usage !== null || mayBePaid.has(fault.kind);
  const estimated = isPaid ? estimatedUsage(call, draft.text) : null;
  const { usage: told } = draft;
  // Anthropic counts the answer at its end, and with a token or two at its beginning.
  const usage =
    told === null || estimated === null || draft.stop !== "cut"
      ? (told ?? estimated)
      : { ...told, output: Math.max(told.output, estimated.output), isEstimated: true };
  return fault.with({ partialText: draft.text, usage });
}

/** After these a server may have worked, and charges, although we got nothing. */
const mayBePaid: ReadonlySet<string> = new Set(["idle-timeout", "cut-stream", "malformed"]);

function withUsage(reply: ModelReply, call: ModelCall): ModelReply {
  return reply.usage.isEstimated ? { ...reply, usage: estimatedUsage(call, reply.text) } : reply;
}

function estimatedUsage(call: ModelCall, text: string): ModelUsage {
  return {
    inputUncached: estimateTokens(call),
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: Math.ceil(text.length / 3),
    reasoning: 0,
    isEstimated: true,
  };
}
