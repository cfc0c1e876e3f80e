import { join } from "node:path";
import { run, type EventData } from "node:test";
import { z } from "zod";
import type { FlowsAnswer } from "./flows-answer.ts";

interface WalkInput {
  /** Absolute path of the app. */
  readonly root: string;
  /** Ends the journey where it is. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Called for each event of a step. Default: nobody is told. */
  readonly onStep?: () => void;
}

/** Walks the app's journey with the test runner that it is written for, in a process of its own. */
export async function walkJourney({ root, signal, onStep }: WalkInput): Promise<FlowsAnswer> {
  const steps: FlowsAnswer["steps"] = [];
  let broken: FlowsAnswer["broken"] = null;
  const events = run({ cwd: root, files: [join(root, "e2e", "journey.e2e.ts")], signal });
  for await (const event of events) {
    if (isOfStep(event)) onStep?.();
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const failure = event.type === "test:fail" ? failureOf(event.data) : null;
    if (event.data.nesting > 0) {
      const { message, stack } = failure ?? { message: "", stack: "" };
      steps.push({ title: event.data.name, passed: failure === null, message, stack });
    } else if (failure !== null) {
      broken = failure;
    }
  }
  const isTold = steps.some(({ passed }) => !passed);
  return { steps, broken: isTold ? null : broken };
}

function isOfStep({ data }: { readonly data?: unknown }): boolean {
  return z.object({ nesting: z.number().min(1) }).safeParse(data).success;
}

const errorSchema = z.object({ message: z.string().catch(""), stack: z.string().catch("") });

/** What was thrown is the cause of the error that the runner makes of it. */
function failureOf({ details: { error } }: EventData.TestFail) {
  const cause = errorSchema.safeParse(error.cause);
  return cause.success ? cause.data : { message: error.message, stack: error.stack ?? "" };
}
