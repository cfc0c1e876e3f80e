import { z } from "zod";
import { loadSoundCatalog } from "../../catalog/load-catalog.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { graphFormats, planRequest, printGraph } from "../../pipeline/plan-request.ts";
import { printLine } from "../output/console.ts";

const optionsSchema = z.object({ format: z.enum(graphFormats), templates: z.string() });

/** `megamind graph`: the feature graph of a request. */
export async function graph(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const { plan } = planRequest(request, await loadSoundCatalog(options.templates));
  printLine(printGraph(plan, options.format));
  return exitCode.done;
}
