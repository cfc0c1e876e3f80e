import { adviceFor } from "./fault-advice.ts";
import type { ModelCall, ModelReply } from "./model-call.ts";
import { ModelFault, type FaultKind } from "./model-fault.ts";
import { createLimitBook } from "./limits/limit-book.ts";
import type { ModelLimits } from "./limits/model-limits.ts";
import type { Cost, ModelTarget, PriceTable } from "./price-table.ts";
import type { Redact } from "./redact.ts";
import { streamCall } from "./stream-call.ts";

export interface ProviderCheck {
  readonly provider: string;
  readonly model: string;
  readonly outcome: "reply" | FaultKind;
  /** What went wrong; empty when a reply came. */
  readonly detail: string;
  readonly durationMs: number;
  readonly cost: Cost;
  readonly nextSteps: readonly string[];
  /** Of the model: the provider's own word, else our table's. */
  readonly limits: ModelLimits;
}

interface CheckOptions {
  readonly signal: AbortSignal;
  /** For the whole call, in milliseconds. */
  readonly deadlineMs: number;
  readonly prices: PriceTable;
  readonly redact: Redact;
}

/** The least that providers answer to: no provider takes less room than this. */
export function checkCall(model: string): ModelCall {
  return {
    model,
    system: [],
    messages: [{ role: "user", text: "Answer with the word ok." }],
    output: { kind: "text" },
    tools: [],
    maxOutputTokens: 16,
    effort: null,
  };
}

/**
 * One tiny call, sent once: neither tried again nor kept. A reply that the token limit cut is a reply. A provider that
 * answers is also asked for the limits of its models.
 */
export async function checkProvider(
  target: ModelTarget,
  { signal, deadlineMs, prices, redact }: CheckOptions,
): Promise<ProviderCheck> {
  const startedAt = performance.now();
  const book = createLimitBook();
  const end = (result: Omit<ProviderCheck, "provider" | "model" | "durationMs" | "limits">) => ({
    provider: target.provider.id,
    model: target.model,
    durationMs: Math.round(performance.now() - startedAt),
    limits: book.of(target),
    ...result,
  });
  try {
    const reply = await receive(target, { signal, deadlineMs });
    const cost: Cost =
      reply.reportedUsd === null
        ? prices.costOf(target, reply.usage)
        : { usd: reply.reportedUsd, source: "reported" };
    const replied = end({ outcome: "reply", detail: "", cost, nextSteps: [] });
    return { ...replied, limits: await book.ask(target, signal) };
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    const { kind, message, usage } = error;
    const cost: Cost = usage === null ? { usd: 0, source: "table" } : prices.costOf(target, usage);
    const nextSteps = adviceFor(error, target).map(redact);
    return end({ outcome: kind, detail: redact(message), cost, nextSteps });
  }
}

async function receive(
  { provider, model }: ModelTarget,
  { signal, deadlineMs }: Pick<CheckOptions, "signal" | "deadlineMs">,
): Promise<ModelReply> {
  const limits = {
    headersMs: deadlineMs,
    idleMs: deadlineMs,
    totalMs: deadlineMs,
    maxBytes: 1_000_000,
  };
  const events = streamCall(checkCall(model), {
    provider,
    signal,
    limits,
    onHeaders: () => undefined,
  });
  for await (const event of events) if (event.type === "end") return event.reply;
  throw new ModelFault("malformed", "The reply has no end.");
}
