import { flowsQuestionSchema, type FlowsAnswer } from "./flows-answer.ts";
import { HeldJourney } from "./held-journey.ts";
import { serveTool } from "./serve-tool.ts";
import { walkJourney } from "./walk-journey.ts";

interface Ready {
  readonly stamp: string;
  readonly journey: Promise<HeldJourney>;
}

let ready: Ready | null = null;

serveTool(answer, { prepare });

/** Gets a journey ready, unless there is one that is made of the same. */
async function prepare(root: string, question: unknown): Promise<void> {
  const { stamp } = flowsQuestionSchema.parse(question);
  if (stamp === null || ready?.stamp === stamp) return;
  const old = ready;
  ready = { stamp, journey: HeldJourney.start(root) };
  await Promise.all([ready.journey, old?.journey.then((journey) => journey.end())]);
}

/** Walks the journey that was got ready for the app as it is now, or else a new one. */
async function answer(root: string, question: unknown): Promise<FlowsAnswer> {
  const { stamp } = flowsQuestionSchema.parse(question);
  const held = ready;
  ready = null;
  // One that could not be started is none; a new one says why.
  const journey = await held?.journey.catch(() => undefined);
  const walked = held?.stamp === stamp ? await journey?.begin() : null;
  if (walked !== null && walked !== undefined) return walked;
  journey?.end();
  delete process.env["JOURNEY_CALL_PORT"];
  return walkJourney({ root });
}
