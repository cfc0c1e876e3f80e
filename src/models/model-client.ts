import { BugError, InputError, InterruptedError } from "../core/errors.ts";
import { chainOf } from "./chain-of.ts";
import { askTarget, learnTokens, type TargetResult } from "./ask-target.ts";
import { createClientState, type ClientState, type ModelClientOptions } from "./client-state.ts";
import { ledgerKey } from "./ledger.ts";
import type { ModelCall } from "./model-call.ts";
import { NoProviderError } from "./model-errors.ts";
import type { ModelAnswer, ModelRequest, ModelTier } from "./model-request.ts";
import { createPatience } from "./patience.ts";
import type { Cost, ModelTarget } from "./price-table.ts";
import type { Redact } from "./redact.ts";

export interface ModelClient {
  /**
   * One complete reply: from the ledger, or from the first provider of the tier's chain that gives one.
   * @throws BudgetReachedError before a call that may not be paid, NoProviderError when the chain is at its end,
   * InputError when the call itself is refused or its price is unknown under a budget, InterruptedError on cancel.
   */
  ask(request: ModelRequest): Promise<ModelAnswer>;
  /** Says what was done about a reply or a request, in one line, to whoever follows the run. Default: nobody. */
  note?(about: Pick<ModelRequest, "task" | "feature">, detail: string): void;
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
    async ask(request) {
      const chain = chainOf(options.chains, request);
      const [first] = chain;
      if (first === undefined) throw noModel(request.tier);
      const call = redacted(request, state.redact);
      const key = ledgerKey(first, { call: { ...call, model: first.model }, ...request });
      const earlier = options.ledger === null ? undefined : running.get(key);
      const answer = afterEnd(earlier, () => answerFrom({ state, chain, call, request }));
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
  readonly call: Omit<ModelCall, "model">;
  readonly request: ModelRequest;
}

async function answerFrom(question: Question): Promise<ModelAnswer> {
  const kept = await findKept(question);
  if (kept !== null) return kept;
  const { state, chain, call, request } = question;
  await state.options.ledger?.prepare();
  const patience = createPatience(state.options.noReplyMs, state.options.clock);
  const failures: TargetFailure[] = [];
  for (const [index, target] of chain.entries()) {
    const asked = { ...call, model: target.model };
    patience.moveOn(chain.length - index - 1);
    const result = await askTarget({ state, target, call: asked, request, patience });
    if (result.outcome === "reply") return result.answer;
    failures.push({ target, result });
    if (result.outcome === "stop") break;
  }
  throw failureOf(failures, request);
}

type TargetFailure = {
  readonly target: ModelTarget;
  readonly result: Exclude<TargetResult, { readonly outcome: "reply" }>;
};

/** Every model of the chain is looked up before any is asked: a reply that is paid is not bought elsewhere. */
async function findKept({ state, chain, call, request }: Question): Promise<ModelAnswer | null> {
  const { ledger, onAttempt } = state.options;
  if (ledger === null) return null;
  for (const target of chain) {
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

function redacted(request: ModelRequest, redact: Redact): Omit<ModelCall, "model"> {
  const { output, tools, maxOutputTokens, effort } = request;
  return {
    system: request.system.map(redact),
    messages: request.messages.map(({ role, text }) => ({ role, text: redact(text) })),
    output,
    tools,
    maxOutputTokens,
    effort,
  };
}

function noModel(tier: ModelTier): BugError {
  return new BugError(`No model is configured for the tier "${tier}".`);
}

/** One error for the whole chain: it names every provider with what went wrong there. */
function failureOf(failures: readonly TargetFailure[], { task }: ModelRequest): Error {
  const last = failures.at(-1)?.result;
  if (last?.outcome === "stop" && last.fault.kind === "aborted") {
    return new InterruptedError(`The model call for "${task}" was cancelled.`);
  }
  const reasons = failures.map(
    ({ target, result }) =>
      `${target.provider.id} (${target.model}): ${result.detail} Calls: ${result.calls}.`,
  );
  const nextSteps = [...new Set(failures.flatMap(({ result }) => result.nextSteps))];
  if (last?.outcome === "stop") {
    return new InputError(`The model call for "${task}" was refused. ${reasons.join(" ")}`, {
      nextSteps,
      cause: last.fault,
    });
  }
  if (failures.every(({ result }) => result.outcome === "no-price")) {
    return new InputError(
      `A budget is set, and the price of no model is known. ${reasons.join(" ")}`,
      {
        nextSteps,
      },
    );
  }
  return new NoProviderError(`No provider answered for "${task}". ${reasons.join(" ")}`, {
    nextSteps,
  });
}
