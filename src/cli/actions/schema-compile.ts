import { z } from "zod";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { compileSchema } from "../../pipeline/compile-schema.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printNote, printText } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";

const optionsSchema = z.object({ types: z.boolean(), json: z.boolean() });

/** `megamind schema compile`: entities to SQL or types. Findings go to stderr; errors end with 2. */
export async function schemaCompile(file: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  return withJsonErrors(options.json, async () => {
    const compiled = await compileSchema(file);
    if (options.json) {
      printJson(compiled);
    } else {
      printText(options.types ? compiled.types : compiled.sql);
      compiled.diagnostics.flatMap(diagnosticLines).forEach(printNote);
    }
    return exitCode.done;
  });
}
