import { resolve } from "node:path";
import { z } from "zod";
import { hasErrors } from "../../core/diagnostic.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { proveSchema, type SchemaProof } from "../../pipeline/prove-schema.ts";
import { serverChoice } from "../database-flags.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { proofFindingLines, proofLines } from "../output/proof-lines.ts";

const optionsSchema = z.object({
  skipMutants: z.boolean(),
  report: z.string().min(1).optional(),
  pgtap: z.string().min(1).optional(),
  json: z.boolean(),
  databaseUrl: z.string().optional(),
  force: z.boolean(),
  cacheFolder: z.string(),
});

/** `megamind schema prove`: ends with 0 when every cell is right and no mutant survives, else with 1. */
export async function schemaProve(path: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  return withJsonErrors(options.json, async () => {
    const proof = await withInterrupt((signal) =>
      proveSchema({
        path,
        server: serverChoice(options),
        cacheFolder: resolve(options.cacheFolder),
        withMutants: !options.skipMutants,
        report: options.report === undefined ? null : resolve(options.report),
        pgtap: options.pgtap === undefined ? null : resolve(options.pgtap),
        signal,
      }),
    );
    if (options.json) {
      printJson(proofJson(proof));
    } else {
      proofFindingLines(proof.diagnostics).forEach(printNote);
      proofLines(proof).forEach(printLine);
      const isAsked = options.report !== undefined || options.pgtap !== undefined;
      if (isAsked && proof.written.length === 0)
        printNote("No page and no tests were written: only those of a proven database are.");
    }
    return hasErrors(proof.diagnostics) ? exitCode.gateRed : exitCode.done;
  });
}

/** Whole milliseconds, and the verdict first. */
function proofJson({ cellsMs, mutantsMs, ...proof }: SchemaProof) {
  const times = { cellsMs: Math.round(cellsMs), mutantsMs: Math.round(mutantsMs) };
  return { proven: !hasErrors(proof.diagnostics), ...proof, ...times };
}
