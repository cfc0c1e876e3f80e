import { InputError } from "../core/errors.ts";
import type { ExitCode } from "../core/exit-code.ts";
import { printJson } from "./output/console.ts";

/** Runs a command that prints one JSON value: with `json`, bad input is such a value too, on stdout. */
export async function withJsonErrors(
  json: boolean,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!json || !(error instanceof InputError)) throw error;
    const { message, diagnostics, nextSteps } = error;
    printJson({ error: message, diagnostics, nextSteps });
    return error.exitCode;
  }
}
