import { InputError } from "../core/errors.ts";

const longestDeadlineSeconds = 600;

/** The value of `--deadline`, seconds, in milliseconds. */
export function readDeadline(text: string): number {
  return readSeconds(text, "--deadline");
}

/**
 * A deadline that a flag gives in seconds, in milliseconds.
 * @throws InputError when it is no number, or not a useful one.
 */
export function readSeconds(text: string, flag: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= longestDeadlineSeconds) return seconds * 1000;
  throw new InputError(`${flag} cannot be "${text}".`, {
    nextSteps: [`Give seconds: more than 0, at most ${longestDeadlineSeconds}.`],
  });
}
