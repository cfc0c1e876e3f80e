import type { Diagnostic } from "./diagnostic.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";

interface ErrorDetails {
  /** Findings that explain the failure, shown below the message. */
  readonly diagnostics?: readonly Diagnostic[];
  /** What to run or change next: one sentence each. */
  readonly nextSteps?: readonly string[];
  readonly cause?: unknown;
}

/** An expected end of a command. Subclasses say who must act. */
export abstract class MegamindError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  readonly nextSteps: readonly string[];

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.diagnostics = details.diagnostics ?? [];
    this.nextSteps = details.nextSteps ?? [];
  }
}

/** The user must act: the request, a flag, a folder or a document is not usable. Nothing was changed. */
export class InputError extends MegamindError {
  readonly exitCode = exitCode.badInput;
}

/** The machine must change: a tool that the command needs is missing or does not answer. */
export class UnavailableError extends MegamindError {
  readonly exitCode = exitCode.unavailable;
}

/** The user said no. */
export class DeclinedError extends MegamindError {
  readonly exitCode = exitCode.declined;
}

/** Ctrl-C or a termination signal. */
export class InterruptedError extends MegamindError {
  readonly exitCode = exitCode.interrupted;
}

/** We must act: a promise between our own stages was broken. */
export class BugError extends MegamindError {
  readonly exitCode = exitCode.bug;
}
