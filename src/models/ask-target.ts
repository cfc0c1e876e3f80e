import { MegamindError } from "../core/errors.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { concede } from "./concede.ts";
import { adviceFor } from "./fault-advice.ts";
import { ledgerKey } from "./ledger.ts";
import type { ModelUsage } from "./model-call.ts";
import type { UsedReply } from "./model-attempt.ts";
import type { ModelAnswer } from "./model-request.ts";
import { ModelFault, type FaultKind } from "./model-fault.ts";
import { modelKey } from "./model-key.ts";
import { nextStep } from "./next-step.ts";
import type { Cost, PriceTable } from "./price-table.ts";
import { partialReply } from "./partial-reply.ts";
import { receiveReply, type TargetQuestion } from "./receive-reply.ts";
import { closeCircuits, openCircuit, rememberFault } from "./target-circuits.ts";

export type TargetResult =
  | { readonly outcome: "reply"; readonly answer: ModelAnswer }
  | (Failed & { readonly outcome: "stop"; readonly fault: ModelFault })
  | (Failed & { readonly outcome: "next-target" | "no-price" });

interface Failed {
  readonly detail: string;
  /** Requests that were sent. */
  readonly calls: number;
  readonly nextSteps: readonly string[];
  /** The last fault; null when nothing was asked. */
  readonly kind: FaultKind | null;
}

const free: Cost = { usd: 0, source: "table" };

/** Asks one model until it answers or the policy says to go on: see `nextStep`. */
export async function askTarget(question: TargetQuestion): Promise<TargetResult> {
  const { state, target, request } = question;
  const { clock, isRefusalShopping } = state.options;
  const priceless = await withoutPrice(question);
  if (priceless !== null) return skipped(question, priceless);
  let last: Failed | null = null;
  for (let attempt = 1, calls = 1; ; attempt += 1, calls += 1) {
    const tried = await tryOnce(question);
    if (tried === null) return skipped(question, { ...blockedBy(question), calls: calls - 1 });
    if (!(tried instanceof ModelFault)) return { outcome: "reply", answer: tried };
    if (!tried.wasSent) {
      // What came of the calls that were sent says more than that there was no time for another one.
      const { kind, message } = tried;
      const unsent = { detail: message, calls: 0, nextSteps: adviceFor(tried, target), kind };
      return { ...(last ?? unsent), outcome: "next-target" };
    }
    if (await concede(question, tried)) {
      attempt -= 1;
      continue;
    }
    rememberFault(question, tried);
    const step = nextStep({
      fault: tried,
      attempt,
      remainingMs: question.patience.leftMs(),
      random: clock.random(),
      isRefusalShopping,
    });
    const nextSteps = adviceFor(tried, target);
    const failed: Failed = { detail: tried.message, calls, nextSteps, kind: tried.kind };
    last = failed;
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

/** Says that nothing was sent, and why. */
export function skipped(question: ReportedTo, result: Skipped): Skipped {
  report(question, { outcome: "skipped", detail: result.detail, cost: free });
  return result;
}

function blockedBy(question: TargetQuestion): Skipped {
  const kind = openCircuit(question)?.kind ?? "server";
  const detail = `Not asked: its last calls failed (${kind}).`;
  return {
    outcome: "next-target",
    detail,
    calls: 0,
    nextSteps: adviceFor({ kind }, question.target),
    kind: null,
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
    kind: null,
  };
}

/** One request. A reply is in the ledger before anything else uses it. Null: nothing was sent, a circuit is open. */
async function tryOnce(question: TargetQuestion): Promise<ModelAnswer | ModelFault | null> {
  const { state, target, request } = question;
  const { clock } = state.options;
  const prices = await state.prices();
  const worst = worstCase(prices, question);
  const startedMs = clock.nowMs();
  let reservation: Awaited<ReturnType<typeof state.budget.reserve>> | null = null;
  try {
    reservation = await state.budget.reserve(worst.usd ?? 0, request.signal);
    question.patience.excuse(clock.nowMs() - startedMs);
    const reply = await receiveReply(question);
    if (reply === null) return null;
    learnTokens(question, reply.usage);
    const cost: Cost =
      reply.reportedUsd === null
        ? prices.costOf(target, reply.usage)
        : { usd: reply.reportedUsd, source: "reported" };
    reservation.settle(cost.usd ?? 0);
    const answer = await keep(question, { reply, cost });
    await state.tokenFactors.save();
    closeCircuits(question);
    const durationMs = clock.nowMs() - startedMs;
    const used = { key: keyOf(question), usd: cost.usd, usage: reply.usage };
    report(question, { outcome: "reply", detail: "", cost, durationMs, used });
    return answer;
  } catch (error) {
    const fault = asFault(error, request.signal);
    const cost = fault.usage === null ? free : prices.costOf(target, fault.usage);
    reservation?.settle(cost.usd ?? 0);
    const detail = state.redact(fault.message);
    const durationMs = clock.nowMs() - startedMs;
    const part = partialReply(fault, { request, redact: state.redact });
    const answer = part === null ? null : await keep(question, { reply: part, cost });
    const key = keyOf(question);
    const used = part === null ? null : { key, usd: cost.usd, usage: part.usage };
    const outcome = fault.wasSent ? fault.kind : "skipped";
    report(question, { outcome, detail, cost, durationMs, used });
    if (answer !== null) {
      rememberFault(question, fault);
      return answer;
    }
    return new ModelFault(fault.kind, detail, { ...fault, cause: fault.cause });
  } finally {
    reservation?.settle(0);
  }
}

async function keep(
  question: TargetQuestion,
  { reply, cost }: Pick<ModelAnswer, "reply" | "cost">,
): Promise<ModelAnswer> {
  const { state, target } = question;
  const { id: provider } = target.provider;
  const { model } = target;
  const key = keyOf(question);
  await state.options.ledger?.keep(key, { provider, model, usd: cost.usd, reply });
  state.counted.add(key);
  return { reply, provider, model, cost, isFromLedger: false };
}

function keyOf({ target, call, request }: TargetQuestion): string {
  return ledgerKey(target, { call, promptVersion: request.promptVersion });
}

function worstCase(
  prices: PriceTable,
  { state, target, call }: Pick<TargetQuestion, "state" | "target" | "call">,
): Cost {
  const tokenFactor = state.tokenFactors.of(modelKey(target));
  return prices.worstCase(target, { call, tokenFactor });
}

/** A model that cuts text finer than we thought gets more money put aside from now on. */
export function learnTokens(
  { state, target, call }: Pick<TargetQuestion, "state" | "target" | "call">,
  usage: ModelUsage,
): void {
  if (usage.isEstimated) return;
  const counted = usage.inputUncached + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  state.tokenFactors.learn(modelKey(target), { estimated: estimateTokens(call), counted });
}

/** Errors of ours pass; what a cancelled wait throws is a cancelled call. */
function asFault(error: unknown, signal: AbortSignal): ModelFault {
  if (error instanceof ModelFault) return error;
  if (error instanceof MegamindError || !signal.aborted) throw error;
  return new ModelFault("aborted", "The call was cancelled.", { cause: error });
}

type ReportedTo = Pick<TargetQuestion, "state" | "target" | "request">;

function report(
  { state, target, request }: ReportedTo,
  attempt: {
    readonly outcome: "reply" | "skipped" | ModelFault["kind"];
    readonly detail: string;
    readonly cost: Cost;
    readonly durationMs?: number;
    readonly used?: UsedReply | null;
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
