import { resolve } from "node:path";
import { z } from "zod";
import { InputError, type MegamindError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { fixProject } from "../../pipeline/fix-project.ts";
import { learningModes } from "../../pipeline/learn-repairs.ts";
import type { FixModels } from "../../pipeline/mend-texts.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";
import { fixLines, roundLine } from "../output/fix-lines.ts";
import { repairLine } from "../output/repair-lines.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { readRepair, repairOptions } from "../read-repair.ts";
import { askingOptions, runModels } from "../run-models.ts";

const optionsSchema = z.object({
  dryRun: z.boolean(),
  force: z.boolean(),
  json: z.boolean(),
  templates: z.string(),
  learn: z.enum(learningModes),
  dataFolder: z.string(),
  ...askingOptions,
  // A command that asks models only when it is told to.
  model: z.boolean(),
  modelName: z.string().optional(),
  repairRounds: repairOptions.repairRounds,
});

type Options = z.infer<typeof optionsSchema>;

/** `megamind fix`: ends with 0 when nothing is left, with 1 when something is. */
export async function fix(folder: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const { dryRun: isDryRun, force, json, templates, ...more } = options;
  return withJsonErrors(json, async () => {
    const models = more.model ? await openFixModels(options) : null;
    const result = await withInterrupt((signal) =>
      fixProject({
        root: resolve(folder),
        isDryRun,
        force,
        templates: resolve(templates),
        cacheFolder: resolve(more.cacheFolder),
        learning: { mode: more.learn, dataFolder: resolve(more.dataFolder) },
        models,
        signal,
        ...(json ? {} : { onRound: (round) => printNote(roundLine(round)) }),
      }),
    );
    if (json) {
      const { before, after, fixes, left, rounds, filesTouched } = result;
      printJson({ before, after, fixes, left, rounds, filesTouched });
    } else {
      fixLines(result, { isDryRun }).forEach(printLine);
      result.warnings.flatMap(diagnosticLines).forEach(printNote);
    }
    if (result.left.length === 0) return exitCode.done;
    if (result.stopped !== null) return reportStop(result.stopped);
    return exitCode.gateRed;
  });
}

/** Nothing is asked yet, and no SDK loaded. */
async function openFixModels(options: Options): Promise<FixModels> {
  // All of it is repair, so the budget is that of the run.
  const policyWithin = readRepair({ ...options, repairBudget: "none" });
  const emit = options.json ? () => undefined : createRunPrinter("notes");
  const model = options.modelName ?? (process.env["MEGAMIND_MODEL"] || undefined);
  const run = await runModels({ ...options, model }, { out: null, emit });
  if (run === null) {
    throw new InputError("No model is configured that could mend what is left.", {
      nextSteps: [
        "See who can be asked with: megamind models",
        "Or leave --model away: fixers mend without one.",
      ],
    });
  }
  return {
    run,
    policy: policyWithin(run.budgetUsd),
    ...(options.json ? {} : { onAttempt: (attempt) => printNote(repairLine(attempt)) }),
  };
}

/** What was mended until then is kept; the code says why it is not more. */
function reportStop({ message, nextSteps, exitCode: code }: MegamindError): ExitCode {
  printNote("");
  const goOn =
    "Run the same command again for the rest: replies that are paid are not bought again.";
  for (const line of [message, ...nextSteps, goOn]) printNote(line);
  return code;
}
