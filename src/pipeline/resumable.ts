import { InterruptedError } from "../core/errors.ts";
import { NoProviderError } from "../models/model-errors.ts";
import type { ModelRun } from "./model-run.ts";

const goOn = "Then run the same command again: replies that are paid are not bought again.";

/** Runs work that asks models; its errors say that the same command goes on from here. */
export async function resumable<Result>(
  models: ModelRun | null,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (models === null) throw error;
    if (error instanceof NoProviderError) {
      const { message, diagnostics, nextSteps } = error;
      if (nextSteps.includes(goOn)) throw error;
      throw new NoProviderError(message, {
        diagnostics,
        nextSteps: [...nextSteps, goOn],
        cause: error,
      });
    }
    if (error instanceof InterruptedError && error.nextSteps.length === 0) {
      throw new InterruptedError(error.message, {
        nextSteps: ["Run the same command again: replies that are paid are not bought again."],
        cause: error,
      });
    }
    throw error;
  }
}
