import { z } from "zod";
import { loadSoundCatalog } from "../../catalog/load-catalog.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { planRequest } from "../../pipeline/plan-request.ts";
import { printJson, printLine } from "../output/console.ts";
import { planLines } from "../output/plan-lines.ts";
import { shellText } from "../output/shell-text.ts";

const optionsSchema = z.object({ json: z.boolean(), templates: z.string() });

/** `megamind plan`: request to plan, nothing written. */
export async function plan(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const planned = planRequest(request, await loadSoundCatalog(options.templates));
  if (options.json) {
    printJson(planned);
  } else {
    planLines(planned).forEach(printLine);
    printLine(`Build it with: megamind build ${shellText(request)}`);
  }
  return exitCode.done;
}
