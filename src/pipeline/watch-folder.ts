import { InterruptedError, MegamindError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { watchProject, type ProjectWatch } from "../workspace/watch-project.ts";
import { openValidation } from "./validate-folder.ts";
import type { OpenValidation, ValidateOptions, ValidationRun } from "./validation.ts";

export interface WatchOptions extends ValidateOptions {
  /** Takes what a later run cannot judge, such as a plan that is being written; the next change is waited for. */
  readonly onError: (error: MegamindError) => void;
}

/**
 * Validates a folder, and again after every change of a file that git would commit, until `signal` fires. A change ends
 * the run that it makes obsolete. What gates keep warm stays so from one run to the next.
 * @returns the exit code of the newest run that came to its end, or that of an interruption when none did.
 * @throws what the first run throws, and UnavailableError when the folder cannot be watched.
 */
export async function watchFolder(options: WatchOptions): Promise<ExitCode> {
  const watch = await watchProject(options.root, { looksAbove: true });
  try {
    const validation = await openValidation(options);
    try {
      return await runOnChanges({ watch, validation }, options);
    } finally {
      await validation.close();
    }
  } finally {
    await watch.close();
  }
}

export interface Watched {
  readonly watch: ProjectWatch;
  readonly validation: OpenValidation;
}

/** Runs an open validation, and again after every change, until `signal` fires. */
export async function runOnChanges(
  watched: Watched,
  { root, signal, emit, onError }: WatchOptions,
): Promise<ExitCode> {
  let newest: ExitCode | null = null;
  for (;;) {
    const started = performance.now();
    const change = watched.watch.nextChange(signal);
    const ended = await runUntilChange(watched, { change, signal, emit }).catch((error) => {
      if (newest === null || !(error instanceof MegamindError)) throw error;
      onError(error);
      return error.exitCode;
    });
    if (ended !== null) {
      newest = ended;
      emit({ type: "validate:end", exitCode: ended, durationMs: performance.now() - started });
      emit({ type: "watch:wait", root });
      await watched.validation.prepare();
    }
    const paths = await change;
    if (paths === null) return newest ?? exitCode.interrupted;
    emit({ type: "watch:change", paths });
  }
}

interface RunInput extends ValidationRun {
  readonly change: Promise<readonly string[] | null>;
}

/** The exit code of the run, or null when a change or the user ended it. */
async function runUntilChange(
  { validation }: Watched,
  { change, signal, emit }: RunInput,
): Promise<ExitCode | null> {
  const obsolete = new AbortController();
  let isRunning = true;
  // What a run leaves open may end with its signal, so that a change after its end must not fire it.
  const end = () => {
    if (isRunning) obsolete.abort();
  };
  // A watch that breaks is thrown by whoever waits for the change.
  change.then(end, end);
  const either = AbortSignal.any([signal, obsolete.signal]);
  try {
    return (await validation.run({ signal: either, emit })).exitCode;
  } catch (error) {
    if (error instanceof InterruptedError && either.aborted) return null;
    throw error;
  } finally {
    isRunning = false;
  }
}
