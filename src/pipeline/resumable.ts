import { InterruptedError } from "../core/errors.ts";
import { NoProviderError, UnusableAnswerError } from "../models/model-errors.ts";
import type { ModelRun } from "./model-run.ts";

const askAnew = "Or ask it anew with --record: the ledger keeps answers, wrong ones too.";
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
      const { message, diagnostics } = error;
      const advice = error instanceof UnusableAnswerError ? askAnew : goOn;
      if (error.nextSteps.includes(advice)) throw error;
      const nextSteps = [...error.nextSteps, advice];
      throw new NoProviderError(message, { diagnostics, nextSteps, cause: error });
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
