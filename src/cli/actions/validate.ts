import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import { validateApp } from "../../pipeline/validate-app.ts";
import { withInterrupt } from "../interrupt.ts";
import { printEvent } from "../output/console.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { requiredGates } from "../required-gates.ts";

const optionsSchema = z.object({
  json: z.boolean(),
  require: z.array(z.string()).default([]),
  cacheFolder: z.string(),
});

/** `megamind validate`: all gates over an app as it stands. */
export async function validate(app: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const required = requiredGates(options.require);
  const emit = options.json ? printEvent : createRunPrinter();
  return withInterrupt(async (signal) => {
    const root = resolve(app);
    const started = performance.now();
    const result = await validateApp({
      root,
      cacheFolder: resolve(options.cacheFolder),
      required,
      signal,
      emit,
    });
    emit({
      type: "validate:end",
      exitCode: result.exitCode,
      durationMs: performance.now() - started,
    });
    return result.exitCode;
  });
}
