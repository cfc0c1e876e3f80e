import { InputError } from "../core/errors.ts";

const longestDeadlineSeconds = 600;

/** The value of `--deadline`, seconds, in milliseconds. */
export function readDeadline(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= longestDeadlineSeconds) return seconds * 1000;
  throw new InputError(`--deadline cannot be "${text}".`, {
    nextSteps: [`Give seconds: more than 0, at most ${longestDeadlineSeconds}.`],
  });
}
