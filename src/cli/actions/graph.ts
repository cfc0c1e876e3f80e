import { resolve } from "node:path";
import { z } from "zod";
import { rememberCatalog } from "../../catalog/remember-catalog.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { graphFormats, planRequest, printGraph } from "../../pipeline/plan-request.ts";
import { printLine } from "../output/console.ts";

const optionsSchema = z.object({
  format: z.enum(graphFormats),
  templates: z.string(),
  cacheFolder: z.string(),
});

/** `megamind graph`: the feature graph of a request. */
export async function graph(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const catalog = await rememberCatalog(options.templates, resolve(options.cacheFolder));
  const { plan } = planRequest(request, catalog);
  printLine(printGraph(plan, options.format));
  return exitCode.done;
}
