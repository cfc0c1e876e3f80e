import { MegamindError } from "../core/errors.ts";
import { exitCode } from "../core/exit-code.ts";
import type { EmitEvent, ModelTotals, RunEvent } from "../spec/run-event.ts";

/** Takes the models of a run as soon as they are known; null for a run without any. */
export type OnModels = (models: { totals(): ModelTotals } | null) => void;

/** Runs work whose failure is also an event, so that a stream of events always says how it ended. */
export async function withErrorEvent<Result>(
  emit: EmitEvent,
  work: (onModels: OnModels) => Promise<Result>,
): Promise<Result> {
  let models: Parameters<OnModels>[0] = null;
  try {
    return await work((known) => {
      models = known;
    });
  } catch (error) {
    emit({ ...errorEvent(error), ...totalsOf(models) });
    throw error;
  }
}

/** Pure: what went wrong, as an event. */
export function errorEvent(error: unknown): Extract<RunEvent, { type: "run:error" }> {
  const known = error instanceof MegamindError ? error : null;
  return {
    type: "run:error",
    exitCode: known?.exitCode ?? exitCode.bug,
    message: error instanceof Error ? error.message : String(error),
    diagnostics: known?.diagnostics ?? [],
    nextSteps: known?.nextSteps ?? [],
  };
}

function totalsOf(models: Parameters<OnModels>[0]): { readonly models?: ModelTotals } {
  return models === null ? {} : { models: models.totals() };
}
