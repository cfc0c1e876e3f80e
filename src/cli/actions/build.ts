import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import { buildApp } from "../../pipeline/build-app.ts";
import { learnedRepair, learningModes, startLearning } from "../../pipeline/learn-repairs.ts";
import { planApp } from "../../pipeline/plan-app.ts";
import type { EmitEvent } from "../../spec/run-event.ts";
import { createApproval, refuseNobody } from "../approval.ts";
import { personAt } from "../ask-person.ts";
import { withErrorEvent, type OnModels } from "../error-event.ts";
import { withInterrupt } from "../interrupt.ts";
import { printEvent, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";
import { planLines } from "../output/plan-lines.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { readGateDeadline } from "../gate-flags.ts";
import { readRepair, repairOptions } from "../read-repair.ts";
import { requiredGates } from "../required-gates.ts";
import { runModelOptions, startRun } from "../run-models.ts";

const optionsSchema = z.object({
  out: z.string().min(1).optional(),
  yes: z.boolean(),
  json: z.boolean(),
  require: z.array(z.string()).default([]),
  allowDestructive: z.boolean(),
  fresh: z.boolean(),
  gateDeadline: z.string().optional(),
  audit: z.enum(["auto", "off"]),
  templates: z.string(),
  learn: z.enum(learningModes),
  dataFolder: z.string(),
  ...runModelOptions,
  ...repairOptions,
});

type Options = z.infer<typeof optionsSchema>;

/** `megamind build`: request to app. */
export async function build(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const emit = options.json ? printEvent : createRunPrinter();
  return withErrorEvent(emit, (onModels) =>
    withInterrupt((signal) => buildRequest(request, { options, emit, signal, onModels })),
  );
}

interface Surroundings {
  readonly options: Options;
  readonly emit: EmitEvent;
  readonly signal: AbortSignal;
  readonly onModels: OnModels;
}

async function buildRequest(
  request: string,
  { options, emit, signal, onModels }: Surroundings,
): Promise<ExitCode> {
  const required = requiredGates(options.require);
  const repairWithin = readRepair(options);
  const named = options.out === undefined ? null : resolve(options.out);
  const { catalog, models } = await startRun(options, { out: named, emit });
  onModels(models);
  // Nothing is bought for a plan that nobody can approve.
  if (models !== null) refuseNobody(options.yes);
  const appFolder = (slug: string) => named ?? resolve(slug);
  const planned = await planApp(request, {
    catalog,
    models,
    catalogMode: options.catalog,
    signal,
    askPerson: options.yes || options.json ? null : personAt(signal),
    appFolder,
  });
  const { plan } = planned;
  const { approvePlan, approvePhase } = createApproval(options.yes, signal);
  if (!options.json) planLines(plan).forEach(printLine);
  await approvePlan();
  const learning = await startLearning({
    mode: models === null || !teaches(options) ? "off" : options.learn,
    dataFolder: resolve(options.dataFolder),
  });
  const code = await buildApp({
    ...planned,
    models,
    out: appFolder(plan.brief.slug),
    cacheFolder: resolve(options.cacheFolder),
    allowDestructive: options.allowDestructive,
    required,
    isFresh: options.fresh,
    asksRegistry: options.audit === "auto" && options.provider !== "offline" && !options.replay,
    gateDeadlineMs: readGateDeadline(options.gateDeadline),
    signal,
    emit,
    approvePhase,
    repair: { ...learnedRepair(learning), ...repairWithin(models?.budgetUsd ?? null) },
  });
  // A build that did not come to its end teaches nothing: the one that goes on asks the same questions again.
  (await learning.save()).flatMap(diagnosticLines).forEach(printNote);
  return code;
}

/** What is recorded asks, and is asked again, the same on every machine, whatever was learned there. */
function teaches({ record, replay }: Options): boolean {
  return !record && !replay;
}
