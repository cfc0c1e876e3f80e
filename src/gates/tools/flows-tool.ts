import { flowsQuestionSchema, type FlowsAnswer } from "./flows-answer.ts";
import { HeldJourney } from "./held-journey.ts";
import { serveTool } from "./serve-tool.ts";
import { walkJourney } from "./walk-journey.ts";

interface Ready {
  readonly stamp: string;
  readonly journey: HeldJourney;
}

let ready: Ready | null = null;

serveTool(answer, { prepare });

/** Gets a journey ready, unless there is one that is made of the same. */
async function prepare(root: string, question: unknown): Promise<void> {
  const { stamp } = flowsQuestionSchema.parse(question);
  if (stamp === null || ready?.stamp === stamp) return;
  ready?.journey.end();
  ready = { stamp, journey: await HeldJourney.start(root) };
}

/** Walks the journey that was got ready for the app as it is now, or else a new one. */
async function answer(root: string, question: unknown): Promise<FlowsAnswer> {
  const { stamp } = flowsQuestionSchema.parse(question);
  const held = ready;
  ready = null;
  if (held !== null && held.stamp === stamp) {
    const walked = await held.journey.begin();
    if (walked !== null) return walked;
  }
  held?.journey.end();
  delete process.env["JOURNEY_CALL_PORT"];
  const never = new AbortController().signal;
  return walkJourney({ root, signal: never, onStep: () => undefined });
}
