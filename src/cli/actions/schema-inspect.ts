import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { hasErrors } from "../../core/diagnostic.ts";
import { checkPaths } from "../check-sql-options.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";

/** `megamind schema inspect`: the final state on stdout; statements that failed on stderr, and then 1. */
export async function schemaInspect(paths: readonly string[], given: unknown): Promise<ExitCode> {
  const { json, run } = checkPaths(paths, given);
  return withJsonErrors(json, async () => {
    const { tables, diagnostics } = await run();
    printJson({ tables });
    const failed = diagnostics.filter(({ code }) => !code.startsWith("lint/"));
    failed.flatMap(diagnosticLines).forEach(printNote);
    return hasErrors(failed) ? exitCode.gateRed : exitCode.done;
  });
}
