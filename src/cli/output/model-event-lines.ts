import { counted } from "../../core/counted.ts";
import type { ModelTask, ModelTotals, RunEvent } from "../../spec/run-event.ts";
import { dollars } from "./dollars.ts";
import { formatDuration } from "./format-duration.ts";
import { paint } from "./paint.ts";

type ModelEvent = Extract<RunEvent, { readonly type: `model:${string}` }>;

/** Columns of what a model was asked; with who answered it fits into 80. */
const TASK_WIDTH = 36;

/** Pure: the lines that an event of the models adds to the log. */
export function modelEventLines(event: ModelEvent): readonly string[] {
  switch (event.type) {
    case "model:start":
      return [];
    case "model:attempt": {
      const { outcome, provider, model, detail } = event;
      const what = outcome === "skipped" ? "not asked" : outcome;
      const line = `${taskText(event).padEnd(TASK_WIDTH)} ${provider}, ${model}: ${what}`;
      return [`  ${paint.yellow("try ")} ${line}`, `       ${paint.dim(oneLine(detail))}`];
    }
    case "model:end":
      return endLines(event);
    case "model:note":
      return [`       ${paint.dim(`${taskText(event)}: ${oneLine(event.detail)}`)}`];
    case "model:offline":
      return [
        `  ${paint.yellow("n/a ")} No model answered, so the build goes on without one.`,
        `       ${paint.dim(oneLine(event.reason))}`,
      ];
  }
}

function endLines(event: Extract<ModelEvent, { type: "model:end" }>): readonly string[] {
  const task = taskText(event).padEnd(TASK_WIDTH);
  if (event.outcome === "failed") return [`  ${paint.red("FAIL")} ${task.trimEnd()}`];
  const cost = event.outcome === "ledger" ? "from the ledger" : dollars(event.usd);
  const time = event.outcome === "ledger" ? "" : `  ${formatDuration(event.durationMs)}`;
  return [`  ${paint.green("ok  ")} ${task} ${event.model ?? ""}  ${paint.dim(`${cost}${time}`)}`];
}

/**
 * Pure: what the models of a run did and cost; nothing when none was asked.
 * @param expectedUsd what the files of designed features were expected to cost, when that is known.
 */
export function modelTotalLines(
  totals: ModelTotals | undefined,
  expectedUsd: number | null = null,
): readonly string[] {
  if (totals === undefined || totals.calls + totals.fromLedger === 0) return [];
  const { calls, fromLedger, paidUsd, appUsd, hasUnknownPrices, forFeatures } = totals;
  const paid = sumText(paidUsd, { isWhole: calls === 0 || !hasUnknownPrices });
  const ofApp = sumText(appUsd, { isWhole: !hasUnknownPrices });
  const expected = expectedUsd === null ? "" : ` (expected about ${dollars(expectedUsd)})`;
  return [
    `Models  ${counted(calls, "call")}, ${fromLedger} from the ledger, ${paid} paid now`,
    `        all replies of this app: ${ofApp}`,
    ...(forFeatures.calls === 0
      ? []
      : [`        files of designed features: ${dollars(forFeatures.usd)}${expected}`]),
  ];
}

/** Calls without a known price count nothing in a sum that is not whole. */
function sumText(usd: number, { isWhole }: { readonly isWhole: boolean }): string {
  if (isWhole) return dollars(usd);
  return usd === 0 ? "an unknown price" : `at least ${dollars(usd)} (some prices are unknown)`;
}

type Attempt = Extract<ModelEvent, { readonly type: "model:attempt" }>;

/** By what two attempts that were not made are told apart; empty for one that was made. */
export function skipText({ outcome, provider, model, detail }: Attempt): string {
  return outcome === "skipped" ? `${provider} ${model} ${detail}` : "";
}

const taskWords: Readonly<Record<string, string>> = {
  "understand-request": "Understanding the request",
  "design-features": "Designing features",
  "adapt-features": "Adapting look and limits",
  "write-files": "Writing",
  repair: "Repairing",
};

/** What a model is asked for, in plain words: "Writing book-clubs". */
export function taskText({ task, feature }: ModelTask): string {
  const words = taskWords[task] ?? task;
  return feature === null ? words : `${words} ${feature}`;
}

/** Details quote what servers answer. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").slice(0, 200);
}
