import { InputError, InterruptedError } from "../core/errors.ts";
import type { TargetResult } from "./ask-target.ts";
import { NoProviderError } from "./model-errors.ts";
import type { ModelRequest } from "./model-request.ts";
import type { ModelTarget } from "./price-table.ts";

export interface TargetFailure {
  readonly target: ModelTarget;
  readonly result: Exclude<TargetResult, { readonly outcome: "reply" }>;
}

/** One error for the whole chain: it names every provider with what went wrong there. */
export function failureOf(
  failures: readonly TargetFailure[],
  { task }: Pick<ModelRequest, "task">,
): Error {
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
