import { MegamindError } from "../core/errors.ts";
import {
  afterFault,
  closedCircuit,
  concernsProvider,
  isOpen,
  type Circuit,
} from "./circuit-breaker.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { adviceFor } from "./fault-advice.ts";
import { askInPrompt, weakerJsonMode } from "./json-mode.ts";
import { ledgerKey } from "./ledger.ts";
import type { ModelCall, ModelReply, ModelUsage } from "./model-call.ts";
import type { ClientState } from "./client-state.ts";
import type { UsedReply } from "./model-attempt.ts";
import type { ModelAnswer, ModelRequest } from "./model-request.ts";
import { ModelFault } from "./model-fault.ts";
import { nextStep } from "./next-step.ts";
import type { Cost, ModelTarget, PriceTable } from "./price-table.ts";
import type { Patience } from "./patience.ts";
import { streamCall } from "./stream-call.ts";

export type TargetResult =
  | { readonly outcome: "reply"; readonly answer: ModelAnswer }
  | (Failed & { readonly outcome: "stop"; readonly fault: ModelFault })
  | (Failed & { readonly outcome: "next-target" | "no-price" });

interface Failed {
  readonly detail: string;
  /** Requests that were sent. */
  readonly calls: number;
  readonly nextSteps: readonly string[];
}

export interface TargetQuestion {
  readonly state: ClientState;
  readonly target: ModelTarget;
  readonly call: ModelCall;
  readonly request: ModelRequest;
  readonly patience: Patience;
}

const free: Cost = { usd: 0, source: "table" };

/** Asks one model until it answers or the policy says to go on: see `nextStep`. */
export async function askTarget(question: TargetQuestion): Promise<TargetResult> {
  const { state, target, request } = question;
  const { clock, isRefusalShopping } = state.options;
  const priceless = await withoutPrice(question);
  if (priceless !== null) return skipped(question, priceless);
  for (let attempt = 1, calls = 1; ; attempt += 1, calls += 1) {
    const tried = await tryOnce(question);
    if (tried === null) return skipped(question, { ...blockedBy(question), calls: calls - 1 });
    if (!(tried instanceof ModelFault)) return { outcome: "reply", answer: tried };
    if (takeWeakerJson(question, tried)) {
      attempt -= 1;
      continue;
    }
    remember(question, tried);
    const step = nextStep({
      fault: tried,
      attempt,
      remainingMs: question.patience.leftMs(),
      random: clock.random(),
      isRefusalShopping,
    });
    const failed = { detail: tried.message, calls, nextSteps: adviceFor(tried, target) };
    if (step.do === "stop") return { ...failed, outcome: "stop", fault: tried };
    if (step.do === "next-target") return { ...failed, outcome: "next-target" };
    try {
      await clock.sleep(step.afterMs, request.signal);
    } catch (error) {
      const fault = new ModelFault("aborted", "The call was cancelled.", { cause: error });
      return { ...failed, outcome: "stop", fault };
    }
  }
}

type Skipped = Failed & { readonly outcome: "next-target" | "no-price" };

function skipped(question: TargetQuestion, result: Skipped): Skipped {
  report(question, { outcome: "skipped", detail: result.detail, cost: free });
  return result;
}

/** The open circuit of the model or its provider, or null when it may be asked. */
function openCircuit({ state, target }: TargetQuestion): Circuit | null {
  const nowMs = state.options.clock.nowMs();
  const circuits = circuitKeys(target).map((key) => state.circuits.get(key) ?? closedCircuit);
  return circuits.find((circuit) => isOpen(circuit, nowMs)) ?? null;
}

function blockedBy(question: TargetQuestion): Skipped {
  const kind = openCircuit(question)?.kind ?? "server";
  const detail = `Not asked: its last calls failed (${kind}).`;
  return {
    outcome: "next-target",
    detail,
    calls: 0,
    nextSteps: adviceFor({ kind }, question.target),
  };
}

async function withoutPrice(question: TargetQuestion): Promise<Skipped | null> {
  const { state, target } = question;
  if (state.options.budgetUsd === null) return null;
  if (worstCase(await state.prices(), question).usd !== null) return null;
  return {
    outcome: "no-price",
    detail: "Not asked: its price is not known, and a budget is set.",
    calls: 0,
    nextSteps: [`Set a price for ${target.model}, or run without a budget.`],
  };
}

/** One request. A reply is in the ledger before anything else uses it. Null: nothing was sent, a circuit is open. */
async function tryOnce(question: TargetQuestion): Promise<ModelAnswer | ModelFault | null> {
  const { state, target, call, request } = question;
  const { clock, ledger } = state.options;
  const prices = await state.prices();
  const worst = worstCase(prices, question);
  const startedMs = clock.nowMs();
  let reservation: Awaited<ReturnType<typeof state.budget.reserve>> | null = null;
  try {
    reservation = await state.budget.reserve(worst.usd ?? 0, request.signal);
    question.patience.excuse(clock.nowMs() - startedMs);
    const reply = await receive(question);
    if (reply === null) return null;
    learnTokens(question, reply.usage);
    const cost: Cost =
      reply.reportedUsd === null
        ? prices.costOf(target, reply.usage)
        : { usd: reply.reportedUsd, source: "reported" };
    reservation.settle(cost.usd ?? 0);
    const { id: provider } = target.provider;
    const stored = { provider, model: target.model, usd: cost.usd, reply };
    const key = ledgerKey(target, { call, promptVersion: request.promptVersion });
    await ledger?.keep(key, stored);
    state.counted.add(key);
    for (const circuit of circuitKeys(target)) state.circuits.set(circuit, closedCircuit);
    const durationMs = clock.nowMs() - startedMs;
    const used = { usd: cost.usd, usage: reply.usage };
    report(question, { outcome: "reply", detail: "", cost, durationMs, used });
    return { reply, provider, model: target.model, cost, isFromLedger: false };
  } catch (error) {
    const fault = asFault(error, request.signal);
    const cost = fault.usage === null ? free : prices.costOf(target, fault.usage);
    reservation?.settle(cost.usd ?? 0);
    const detail = state.redact(fault.message);
    const durationMs = clock.nowMs() - startedMs;
    report(question, { outcome: fault.kind, detail, cost, durationMs });
    return new ModelFault(fault.kind, detail, { ...fault, cause: fault.cause });
  } finally {
    reservation?.settle(0);
  }
}

function worstCase(
  prices: PriceTable,
  { state, target, call }: Pick<TargetQuestion, "state" | "target" | "call">,
): Cost {
  const tokenFactor = state.tokenFactors.get(modelKey(target)) ?? 1;
  return prices.worstCase(target, { call, tokenFactor });
}

/** A model that cuts text finer than we thought gets more money put aside from now on. */
export function learnTokens(
  { state, target, call }: Pick<TargetQuestion, "state" | "target" | "call">,
  usage: ModelUsage,
): void {
  if (usage.isEstimated) return;
  const counted = usage.inputUncached + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const known = state.tokenFactors.get(modelKey(target)) ?? 1;
  state.tokenFactors.set(modelKey(target), Math.max(known, counted / estimateTokens(call)));
}

/** Errors of ours pass; what a cancelled wait throws is a cancelled call. */
function asFault(error: unknown, signal: AbortSignal): ModelFault {
  if (error instanceof ModelFault) return error;
  if (error instanceof MegamindError || !signal.aborted) throw error;
  return new ModelFault("aborted", "The call was cancelled.", { cause: error });
}

async function receive(question: TargetQuestion): Promise<ModelReply | null> {
  const { state, target, call, request, patience } = question;
  const { options, redact } = state;
  const jsonMode = state.jsonModes.get(modelKey(target)) ?? target.provider.traits.jsonMode;
  const traits = { ...target.provider.traits, jsonMode };
  const neededTokens = estimateTokens(call) + call.maxOutputTokens;
  const limiter = state.limiterOf(target.provider.id);
  const { clock } = options;
  const askedMs = clock.nowMs();
  const place = await limiter.enter(neededTokens, request.signal);
  const sentMs = clock.nowMs();
  patience.excuse(sentMs - askedMs);
  let hasText = false;
  try {
    // Calls that waited in line while others failed are not sent after them.
    if (openCircuit(question) !== null) return null;
    const events = streamCall(jsonMode === "schema" ? call : askInPrompt(call), {
      provider: { ...target.provider, traits },
      signal: request.signal,
      limits: {
        headersMs: Math.max(1, patience.leftMs()),
        idleMs: options.idleMs,
        totalMs: options.replyMs,
        maxBytes: bytesPerReply + bytesPerToken * call.maxOutputTokens,
      },
      onHeaders: (headers) => place.learn(headers),
    });
    let reply: ModelReply | null = null;
    for await (const event of events) {
      hasText = true;
      if (event.type === "end") reply = event.reply;
    }
    if (reply === null) throw new ModelFault("malformed", "The reply has no end.");
    return { ...reply, text: redact(reply.text) };
  } finally {
    if (hasText) patience.excuse(clock.nowMs() - sentMs);
    place.leave();
  }
}

/** What the frames around a reply may take, and the frame of each of its tokens. */
const bytesPerReply = 1_000_000;
const bytesPerToken = 2000;

/** Servers that do not know schemas say so with a 400, once: after that they are asked in a weaker way. */
function takeWeakerJson({ state, target, call }: TargetQuestion, fault: ModelFault): boolean {
  if (call.output.kind === "text" || fault.kind !== "bad-request") return false;
  const now = state.jsonModes.get(modelKey(target)) ?? target.provider.traits.jsonMode;
  const weaker = weakerJsonMode(now, fault.message);
  if (weaker === null) return false;
  state.jsonModes.set(modelKey(target), weaker);
  return true;
}

function remember({ state, target }: TargetQuestion, { kind }: ModelFault): void {
  const key = concernsProvider(kind) ? target.provider.id : modelKey(target);
  const circuit = state.circuits.get(key) ?? closedCircuit;
  state.circuits.set(key, afterFault(circuit, { kind, nowMs: state.options.clock.nowMs() }));
}

function modelKey({ provider, model }: ModelTarget): string {
  return `${provider.id}/${model}`;
}

function circuitKeys(target: ModelTarget): readonly string[] {
  return [target.provider.id, modelKey(target)];
}

function report(
  { state, target, request }: TargetQuestion,
  attempt: {
    readonly outcome: "reply" | "skipped" | ModelFault["kind"];
    readonly detail: string;
    readonly cost: Cost;
    readonly durationMs?: number;
    readonly used?: UsedReply;
  },
): void {
  state.options.onAttempt({
    task: request.task,
    feature: request.feature ?? null,
    provider: target.provider.id,
    model: target.model,
    durationMs: 0,
    used: null,
    ...attempt,
  });
}
