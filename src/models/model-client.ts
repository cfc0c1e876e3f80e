import { BugError, InputError } from "../core/errors.ts";
import { failureOf, type TargetFailure } from "./chain-failure.ts";
import { chainOf } from "./chain-of.ts";
import { askTarget, learnTokens, skipped, type TargetResult } from "./ask-target.ts";
import { createClientState, type ClientState, type ModelClientOptions } from "./client-state.ts";
import { ledgerKey } from "./ledger.ts";
import type { ModelAnswer, ModelRequest, ModelTier } from "./model-request.ts";
import { adviceFor } from "./fault-advice.ts";
import { createPatience, type Patience } from "./patience.ts";
import type { Cost, ModelTarget } from "./price-table.ts";
import { formsOf, type RequestForms } from "./request-forms.ts";

export interface ModelClient {
  /**
   * One complete reply: from the ledger, or from the first provider of the tier's chain that gives one.
   * @throws BudgetReachedError before a call that may not be paid, NoProviderError when the chain is at its end,
   * InputError when the call itself is refused or its price is unknown under a budget, InterruptedError on cancel.
   */
  ask(request: ModelRequest): Promise<ModelAnswer>;
  /** Says what was done about a reply or a request, in one line, to whoever follows the run. */
  note(about: Pick<ModelRequest, "task" | "feature">, detail: string): void;
  /** Dollars that count against the budget: all that this client paid, and what replies of the ledger once cost. */
  spentUsd(): number;
}

/** Opens nothing and loads no SDK before the first call is made. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const state = createClientState(options);
  /** Equal requests at the same time are bought once: the later one finds the reply in the ledger. */
  const running = new Map<string, Promise<unknown>>();
  return {
    spentUsd: () => state.budget.spentUsd(),
    note: state.options.onNote,
    async ask(request) {
      const chain = chainOf(options.chains, request);
      const [first] = chain;
      if (first === undefined) throw noModel(request.tier);
      const forms = formsOf(request, state.redact);
      const [{ call }] = forms;
      const key = ledgerKey(first, { call: { ...call, model: first.model }, ...request });
      const earlier = options.ledger === null ? undefined : running.get(key);
      const answer = afterEnd(earlier, () => answerFrom({ state, chain, forms, request }));
      running.set(key, answer);
      try {
        return await answer;
      } finally {
        if (running.get(key) === answer) running.delete(key);
      }
    },
  };
}

async function afterEnd<Value>(
  earlier: Promise<unknown> | undefined,
  run: () => Promise<Value>,
): Promise<Value> {
  // Whether the earlier one failed is its own caller's matter.
  if (earlier !== undefined) await earlier.catch(() => undefined);
  return run();
}

interface Question {
  readonly state: ClientState;
  readonly chain: readonly ModelTarget[];
  readonly forms: RequestForms;
  readonly request: ModelRequest;
}

async function answerFrom(question: Question): Promise<ModelAnswer> {
  const kept = await findKept(question);
  if (kept !== null) return kept;
  const { state, chain, request } = question;
  await Promise.all([state.options.ledger?.prepare(), state.tokenFactors.load()]);
  const patience = createPatience(state.options.noReplyMs, state.options.clock);
  const failures: TargetFailure[] = [];
  const tooSmall: ModelTarget[] = [];
  for (const [index, target] of chain.entries()) {
    patience.moveOn(chain.length - index - 1);
    const result =
      (await passOver(question, { target, tooSmall })) ??
      (await askInForms(question, { target, patience }));
    if (result.outcome === "next-target" && result.kind === "context-too-long") {
      tooSmall.push(target);
    }
    if (result.outcome === "reply") return result.answer;
    failures.push({ target, result });
    if (result.outcome === "stop") break;
  }
  throw failureOf(failures, request);
}

/** The whole request; when it is too long for the model, the shorter one. */
async function askInForms(
  { state, forms }: Question,
  { target, patience }: { readonly target: ModelTarget; readonly patience: Patience },
): Promise<TargetResult> {
  let calls = 0;
  let last: TargetResult | null = null;
  for (const { call, request, leftOut } of forms) {
    if (leftOut !== "") {
      state.options.onNote(request, `too long for ${target.model}, left out: ${leftOut}`);
    }
    const asked = { ...call, model: target.model };
    const result = await askTarget({ state, target, call: asked, request, patience });
    if (result.outcome === "reply") return result;
    calls += result.calls;
    last = { ...result, calls };
    if (result.outcome !== "next-target" || result.kind !== "context-too-long") return last;
  }
  if (last === null) throw new BugError("A request has no form.");
  return last;
}

/** A model whose window is known to be no larger than one that was too small is not asked; null: ask it. */
async function passOver(
  { state, request }: Question,
  { target, tooSmall }: { readonly target: ModelTarget; readonly tooSmall: readonly ModelTarget[] },
): Promise<TargetResult | null> {
  if (tooSmall.length === 0) return null;
  const ask = (one: ModelTarget) => state.limits.ask(one, request.signal);
  const { maxInput } = await ask(target);
  const windows = await Promise.all(tooSmall.map(async (one) => (await ask(one)).maxInput ?? 0));
  const largest = Math.max(...windows);
  if (maxInput === null || maxInput > largest) return null;
  return skipped(
    { state, target, request },
    {
      outcome: "next-target",
      detail: `Not asked: its window of ${maxInput} tokens is no larger.`,
      calls: 0,
      nextSteps: adviceFor({ kind: "context-too-long" }, target),
      kind: "context-too-long",
    },
  );
}

/** Every model of the chain is looked up before any is asked: a reply that is paid is not bought elsewhere. */
async function findKept({ state, chain, forms, request }: Question): Promise<ModelAnswer | null> {
  const { ledger, onAttempt } = state.options;
  if (ledger === null) return null;
  const places = chain.flatMap((target) => forms.map((form) => ({ target, ...form })));
  for (const { target, call, leftOut } of places) {
    const asked = { ...call, model: target.model };
    const key = ledgerKey(target, { call: asked, ...request });
    const stored = await ledger.find(key);
    if (stored === null) continue;
    const { provider, model, usd, reply } = stored;
    const cost: Cost = { usd: 0, source: "table" };
    const isNew = !state.counted.has(key);
    state.counted.add(key);
    // The same build stops at the same place, whether its replies are bought now or were bought before.
    if (isNew) state.budget.count(usd ?? 0);
    learnTokens({ state, target, call: asked }, reply.usage);
    if (leftOut !== "") {
      state.options.onNote(request, `too long for ${target.model}, left out: ${leftOut}`);
    }
    onAttempt({
      task: request.task,
      feature: request.feature ?? null,
      provider,
      model,
      outcome: "ledger",
      detail: "",
      durationMs: 0,
      cost,
      used: isNew ? { key, usd, usage: reply.usage } : null,
    });
    return {
      reply,
      provider,
      model,
      cost,
      isFromLedger: true,
    };
  }
  if (ledger.mode === "replay") {
    throw new InputError(`The ledger has no reply for the task "${request.task}".`, {
      nextSteps: ["Run once without replay, with the same request and settings, to record it."],
    });
  }
  return null;
}

function noModel(tier: ModelTier): BugError {
  return new BugError(`No model is configured for the tier "${tier}".`);
}
