import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import { buildApp } from "../../pipeline/build-app.ts";
import { loadSoundCatalog } from "../../catalog/load-catalog.ts";
import { planRequest } from "../../pipeline/plan-request.ts";
import type { EmitEvent } from "../../spec/run-event.ts";
import { createApproval } from "../approval.ts";
import { withErrorEvent } from "../error-event.ts";
import { withInterrupt } from "../interrupt.ts";
import { printEvent, printLine } from "../output/console.ts";
import { planLines } from "../output/plan-lines.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { requiredGates } from "../required-gates.ts";

const optionsSchema = z.object({
  out: z.string().min(1).optional(),
  yes: z.boolean(),
  json: z.boolean(),
  require: z.array(z.string()).default([]),
  allowDestructive: z.boolean(),
  templates: z.string(),
  cacheFolder: z.string(),
});

type Options = z.infer<typeof optionsSchema>;

/** `megamind build`: request to app. */
export async function build(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const emit = options.json ? printEvent : createRunPrinter();
  return withErrorEvent(emit, () =>
    withInterrupt((signal) => buildRequest(request, { options, emit, signal })),
  );
}

interface Surroundings {
  readonly options: Options;
  readonly emit: EmitEvent;
  readonly signal: AbortSignal;
}

async function buildRequest(
  request: string,
  { options, emit, signal }: Surroundings,
): Promise<ExitCode> {
  const required = requiredGates(options.require);
  const catalog = await loadSoundCatalog(resolve(options.templates));
  const plan = planRequest(request, catalog);
  const { approvePlan, approvePhase } = createApproval(options.yes, signal);
  if (!options.json) planLines(plan).forEach(printLine);
  await approvePlan();
  return buildApp({
    plan,
    catalog,
    out: resolve(options.out ?? plan.brief.slug),
    cacheFolder: resolve(options.cacheFolder),
    allowDestructive: options.allowDestructive,
    required,
    signal,
    emit,
    approvePhase,
  });
}
