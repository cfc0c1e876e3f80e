import { MegamindError } from "../core/errors.ts";
import { exitCode } from "../core/exit-code.ts";
import type { EmitEvent } from "../spec/run-event.ts";

/** Runs work whose failure is also an event, so that a stream of events always says how it ended. */
export async function withErrorEvent<Result>(
  emit: EmitEvent,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const known = error instanceof MegamindError ? error : null;
    emit({
      type: "run:error",
      exitCode: known?.exitCode ?? exitCode.bug,
      message: error instanceof Error ? error.message : String(error),
      diagnostics: known?.diagnostics ?? [],
      nextSteps: known?.nextSteps ?? [],
    });
    throw error;
  }
}
