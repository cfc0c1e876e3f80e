import type { ExitCode } from "../../core/exit-code.ts";
import { checkPaths } from "../check-sql-options.ts";
import { withJsonErrors } from "../json-errors.ts";
import { checkLines } from "../output/check-lines.ts";
import { printJson, printLine } from "../output/console.ts";

/** `megamind schema check`: ends with 1 when a statement fails or a lint finds an error. */
export async function schemaCheck(paths: readonly string[], given: unknown): Promise<ExitCode> {
  const { json, run } = checkPaths(paths, given);
  return withJsonErrors(json, async () => {
    const checked = await run();
    if (json) printJson(checked);
    else checkLines(checked).forEach(printLine);
    return checked.exitCode;
  });
}
