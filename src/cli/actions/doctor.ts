import { resolve } from "node:path";
import { z } from "zod";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { examineMachine } from "../../pipeline/examine-machine.ts";
import { printJson, printLine } from "../output/console.ts";
import { machineLines } from "../output/machine-lines.ts";

const optionsSchema = z.object({
  json: z.boolean(),
  templates: z.string(),
  cacheFolder: z.string(),
  configFolder: z.string(),
  provider: z.string().optional(),
  model: z.string().optional(),
  fallback: z.string().optional(),
  budget: z.string().optional(),
});

/** `megamind doctor`: what this machine has, and how to get what it lacks. */
export async function doctor(given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const findings = await examineMachine({
    templatesFolder: resolve(options.templates),
    cacheFolder: resolve(options.cacheFolder),
    models: { configFolder: resolve(options.configFolder), flags: options, env: process.env },
  });
  if (options.json) printJson({ findings });
  else machineLines(findings).forEach(printLine);
  const isLacking = findings.some(({ outcome }) => outcome === "missing");
  return isLacking ? exitCode.unavailable : exitCode.done;
}
