import { flowsQuestionSchema, type FlowsAnswer } from "./flows-answer.ts";
import { HeldJourney } from "./held-journey.ts";
import { serveTool } from "./serve-tool.ts";
import { walkJourney } from "./walk-journey.ts";

interface Ready {
  readonly stamp: string;
  readonly journey: Promise<HeldJourney>;
  /** The same, as soon as it has started. */
  started: HeldJourney | null;
}

let ready: Ready | null = null;

serveTool(answer, { prepare });

/** Gets a journey ready, unless one waits that is made of the same. */
async function prepare(root: string, question: unknown): Promise<void> {
  const { stamp } = flowsQuestionSchema.parse(question);
  const old = ready;
  if (stamp === null || (old?.stamp === stamp && old.started?.isGone !== true)) return;
  const journey = HeldJourney.start(root);
  const next: Ready = { stamp, journey, started: null };
  ready = next;
  // One that could not be started needs no end.
  void old?.journey.then((other) => other.end()).catch(() => undefined);
  next.started = await journey;
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
