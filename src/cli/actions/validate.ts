import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import { validateFolder } from "../../pipeline/validate-folder.ts";
import { withErrorEvent } from "../error-event.ts";
import { withInterrupt } from "../interrupt.ts";
import { printEvent } from "../output/console.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { readGateDeadline } from "../gate-flags.ts";
import { gatesNamed, requiredGates } from "../required-gates.ts";

const optionsSchema = z.object({
  json: z.boolean(),
  require: z.array(z.string()).default([]),
  allowDestructive: z.boolean(),
  fresh: z.boolean(),
  gateDeadline: z.string().optional(),
  audit: z.enum(["auto", "off"]),
  only: z.array(z.string()).default([]),
  cacheFolder: z.string(),
});

/** `megamind validate`: all gates over an app or any other project as it stands. */
export async function validate(folder: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const required = requiredGates(options.require);
  const only = gatesNamed(options.only, "--only");
  const emit = options.json ? printEvent : createRunPrinter();
  const { allowDestructive } = options;
  const cacheFolder = resolve(options.cacheFolder);
  const started = performance.now();
  return withErrorEvent(emit, async () => {
    const result = await withInterrupt((signal) =>
      validateFolder({
        root: resolve(folder),
        cacheFolder,
        allowDestructive,
        required,
        only,
        isFresh: options.fresh,
        asksRegistry: options.audit === "auto",
        gateDeadlineMs: readGateDeadline(options.gateDeadline),
        signal,
        emit,
      }),
    );
    const durationMs = performance.now() - started;
    emit({ type: "validate:end", exitCode: result.exitCode, durationMs });
    return result.exitCode;
  });
}
