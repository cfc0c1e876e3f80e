import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import type { MegamindError } from "../../core/errors.ts";
import { validateFolder } from "../../pipeline/validate-folder.ts";
import type { ValidateOptions, ValidationSettings } from "../../pipeline/validation.ts";
import type { EmitEvent } from "../../spec/run-event.ts";
import { errorEvent, withErrorEvent } from "../error-event.ts";
import { withInterrupt } from "../interrupt.ts";
import { printEvent, unreadSignal } from "../output/console.ts";
import { reportError } from "../output/report-error.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { readGateDeadline } from "../gate-flags.ts";
import { gatesNamed, requiredGates } from "../required-gates.ts";

const optionsSchema = z.object({
  json: z.boolean(),
  require: z.array(z.string()).default([]),
  allowDestructive: z.boolean(),
  watch: z.boolean(),
  fresh: z.boolean(),
  gateDeadline: z.string().optional(),
  audit: z.enum(["auto", "off"]),
  only: z.array(z.string()).default([]),
  cacheFolder: z.string(),
});

/** `megamind validate`: all gates over an app or any other project as it stands, once or after every change. */
export async function validate(folder: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const emit = options.json ? printEvent : createRunPrinter();
  const settings: ValidationSettings = {
    root: resolve(folder),
    cacheFolder: resolve(options.cacheFolder),
    allowDestructive: options.allowDestructive,
    required: requiredGates(options.require),
    only: gatesNamed(options.only, "--only"),
    isFresh: options.fresh,
    asksRegistry: options.audit === "auto",
    gateDeadlineMs: readGateDeadline(options.gateDeadline),
  };
  return withErrorEvent(emit, () =>
    withInterrupt((signal) => (options.watch ? watch : runOnce)({ ...settings, signal, emit })),
  );
}

async function watch(options: ValidateOptions): Promise<ExitCode> {
  const { watchFolder } = await import("../../pipeline/watch-folder.ts");
  // Where nobody reads what it finds, it would watch for ever.
  const signal = AbortSignal.any([options.signal, unreadSignal()]);
  return watchFolder({ ...options, signal, onError: sayError(options.emit) });
}

async function runOnce(options: ValidateOptions): Promise<ExitCode> {
  const started = performance.now();
  const result = await validateFolder(options);
  const durationMs = performance.now() - started;
  options.emit({ type: "validate:end", exitCode: result.exitCode, durationMs });
  return result.exitCode;
}

/** What one run could not judge is said as if it had ended the command. */
function sayError(emit: EmitEvent): (error: MegamindError) => void {
  return (error) => {
    emit(errorEvent(error));
    void reportError(error);
  };
}
