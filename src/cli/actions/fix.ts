import { resolve } from "node:path";
import { z } from "zod";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { fixProject } from "../../pipeline/fix-project.ts";
import { learningModes } from "../../pipeline/learn-repairs.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";
import { fixLines, roundLine } from "../output/fix-lines.ts";

const optionsSchema = z.object({
  dryRun: z.boolean(),
  force: z.boolean(),
  json: z.boolean(),
  templates: z.string(),
  cacheFolder: z.string(),
  learn: z.enum(learningModes),
  dataFolder: z.string(),
});

/** `megamind fix`: ends with 0 when nothing is left, with 1 when something is. */
export async function fix(folder: string, given: unknown): Promise<ExitCode> {
  const { dryRun: isDryRun, force, json, templates, ...more } = optionsSchema.parse(given);
  return withJsonErrors(json, async () => {
    const result = await withInterrupt((signal) =>
      fixProject({
        root: resolve(folder),
        isDryRun,
        force,
        templates: resolve(templates),
        cacheFolder: resolve(more.cacheFolder),
        learning: { mode: more.learn, dataFolder: resolve(more.dataFolder) },
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
    return result.left.length === 0 ? exitCode.done : exitCode.gateRed;
  });
}
