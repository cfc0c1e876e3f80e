import { cacheKey } from "./cache-key.ts";
import type { ClientState } from "./client-state.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { askInPrompt } from "./json-mode.ts";
import type { Limiter } from "./limiter.ts";
import type { ModelCall, ModelReply, ToolUse } from "./model-call.ts";
import { ModelFault } from "./model-fault.ts";
import { modelKey } from "./model-key.ts";
import type { ModelRequest } from "./model-request.ts";
import { isReasoningModel } from "./model-kind.ts";
import type { Patience } from "./patience.ts";
import type { ModelTarget } from "./price-table.ts";
import { amountsOfCall } from "./rate-limits.ts";
import type { Redact } from "./redact.ts";
import { streamCall } from "./stream-call.ts";
import { openCircuit } from "./target-circuits.ts";
import type { PrefixTurn } from "./warm-prefixes.ts";

export interface TargetQuestion {
  readonly state: ClientState;
  readonly target: ModelTarget;
  readonly call: ModelCall;
  readonly request: ModelRequest;
  readonly patience: Patience;
}

/** Beginnings of fewer tokens are kept by no provider. */
const fewestKeptTokens = 1024;

/** What the frames around a reply may take, and the frame of each of its tokens. */
const bytesPerReply = 1_000_000;
const bytesPerToken = 2000;

/**
 * Waits in line, sends one request and reads its reply to the end. Null: nothing was sent, a circuit is open.
 * @throws ModelFault, or what a signal that fires in the line gives as its reason.
 */
export async function receiveReply(question: TargetQuestion): Promise<ModelReply | null> {
  const turn = await enterPrefix(question);
  try {
    const place = await enterLine(question);
    try {
      // Calls that waited in line while others failed are not sent after them.
      return openCircuit(question) === null ? await readReply(question, { turn, place }) : null;
    } finally {
      place.leave();
    }
  } finally {
    turn.over();
  }
}

const noTurn: PrefixTurn = { begun: () => undefined, over: () => undefined };

async function enterPrefix({ state, target, call, request }: TargetQuestion): Promise<PrefixTurn> {
  if (!target.provider.traits.marksCache) return noTurn;
  const shared: ModelCall = { ...call, messages: [], output: { kind: "text" }, tools: [] };
  if (estimateTokens(shared) < fewestKeptTokens) return noTurn;
  return state.prefixes.enter(`${target.provider.id}/${cacheKey(call)}`, request.signal);
}

type LimiterPlace = Awaited<ReturnType<Limiter["enter"]>>;

/**
 * Time in line counts only from the last sign of a reply to anybody: behind calls that get theirs it is no silence of
 * the provider, behind calls that get none it is.
 */
async function enterLine(question: TargetQuestion): Promise<LimiterPlace> {
  const { state, target, call, request, patience } = question;
  const { clock } = state.options;
  const sinceMs = clock.nowMs();
  const factor = state.tokenFactors.of(modelKey(target));
  const amounts = amountsOfCall({
    input: Math.ceil(estimateTokens(call) * factor),
    output: call.maxOutputTokens,
  });
  const inLineMs = () => Math.max(0, (state.lastSigns.get(target.provider.id) ?? 0) - sinceMs);
  const leftMs = () => patience.leftMs() + inLineMs();
  const limiter = state.limiterOf(target.provider);
  const place = await limiter.enter({ model: target.model, amounts, leftMs }, request.signal);
  patience.excuse(inLineMs());
  return place;
}

async function readReply(
  question: TargetQuestion,
  { turn, place }: { readonly turn: PrefixTurn; readonly place: LimiterPlace },
): Promise<ModelReply> {
  const { state, target, call, request, patience } = question;
  const { clock, idleMs, reasoningIdleMs, replyMs } = state.options;
  const { traits } = target.provider;
  const jsonMode = state.jsonModes.get(modelKey(target)) ?? traits.jsonMode;
  const hasCacheMarks = traits.hasCacheMarks && !state.withoutCacheMarks.has(modelKey(target));
  const asked = withinLimits(jsonMode === "schema" ? call : askInPrompt(call), question);
  const sentMs = clock.nowMs();
  let hasText = false;
  const events = streamCall(asked, {
    provider: { ...target.provider, traits: { ...traits, jsonMode, hasCacheMarks } },
    signal: request.signal,
    limits: {
      headersMs: Math.max(1, patience.leftMs()),
      idleMs: isReasoningModel(target.model) ? reasoningIdleMs : idleMs,
      totalMs: replyMs,
      maxBytes: bytesPerReply + bytesPerToken * call.maxOutputTokens,
    },
    onHeaders: (headers) => place.learn(headers),
  });
  try {
    for await (const event of events) {
      turn.begun();
      state.lastSigns.set(target.provider.id, clock.nowMs());
      hasText ||= event.type !== "start";
      if (event.type !== "end") continue;
      place.settle(event.reply.usage);
      return redactedReply(event.reply, state.redact);
    }
  } finally {
    if (hasText) patience.excuse(clock.nowMs() - sentMs);
  }
  throw new ModelFault("malformed", "The reply has no end.");
}

/** A model that is asked for a longer answer than it can give refuses the whole request. */
function withinLimits(call: ModelCall, { state, target }: TargetQuestion): ModelCall {
  const { maxOutput } = state.limits.of(target);
  const maxOutputTokens = Math.min(call.maxOutputTokens, maxOutput ?? call.maxOutputTokens);
  return { ...call, maxOutputTokens };
}

function redactedReply(reply: ModelReply, redact: Redact): ModelReply {
  const tools = reply.tools.map((tool): ToolUse => ({ ...tool, input: deep(tool.input, redact) }));
  return { ...reply, text: redact(reply.text), tools };
}

function deep(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((part) => deep(part, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [redact(name), deep(part, redact)]),
  );
}
