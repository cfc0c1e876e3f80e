import { InputError } from "../core/errors.ts";
import { NoProviderError } from "../models/model-errors.ts";
import { ModelFault } from "../models/model-fault.ts";
import type { ModelRun } from "./model-run.ts";

/** What came of a question, or why nothing did although the run goes on. */
type Answered<Answer> = { readonly answer: Answer } | { readonly unanswered: string };

/**
 * What a model declines to do, and what nobody answers when the run may go on alone, is no end of the run.
 * @throws all other errors of `ask`; NoProviderError too, unless the run may go on without models.
 */
export async function answerOrNothing<Answer>(
  ask: () => Promise<Answer>,
  models: Pick<ModelRun, "endsOffline" | "isOffline" | "goOffline">,
): Promise<Answered<Answer>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    const isAlone = error instanceof NoProviderError && models.endsOffline;
    if (!isAlone && !isRefusal(error)) throw error;
    const reason = error instanceof Error ? error.message : "";
    if (isAlone && !models.isOffline()) models.goOffline(reason);
    return { unanswered: reason };
  }
}

/** All of them end before an error is told, so that nothing is under way any more. */
export async function allEnded<Answer>(
  tasks: readonly Promise<Answer>[],
): Promise<readonly Answer[]> {
  const ended = await Promise.allSettled(tasks);
  const failed = ended.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return ended.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof InputError &&
    error.cause instanceof ModelFault &&
    error.cause.kind === "refusal"
  );
}
