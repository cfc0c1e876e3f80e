import { z } from "zod";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { planApp } from "../../pipeline/plan-app.ts";
import type { EmitEvent } from "../../spec/run-event.ts";
import { personAt } from "../ask-person.ts";
import { withErrorEvent, type OnModels } from "../error-event.ts";
import { withInterrupt } from "../interrupt.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { modelTotalLines } from "../output/model-event-lines.ts";
import { planLines } from "../output/plan-lines.ts";
import { createRunPrinter } from "../output/run-printer.ts";
import { shellText } from "../output/shell-text.ts";
import { runModelOptions, startRun } from "../run-models.ts";

const optionsSchema = z.object({ json: z.boolean(), templates: z.string(), ...runModelOptions });

type Options = z.infer<typeof optionsSchema>;

/** `megamind plan`: request to plan. Nothing is written but the replies of models, to the ledger. */
export async function plan(request: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const emit = createRunPrinter("notes");
  return withErrorEvent(emit, (onModels) =>
    withInterrupt((signal) => showPlan(request, { options, emit, signal, onModels })),
  );
}

interface Surroundings {
  readonly options: Options;
  readonly emit: EmitEvent;
  readonly signal: AbortSignal;
  readonly onModels: OnModels;
}

async function showPlan(
  request: string,
  { options, emit, signal, onModels }: Surroundings,
): Promise<ExitCode> {
  const { catalog, models } = await startRun(options, { out: null, emit });
  onModels(models);
  const planned = await planApp(request, {
    catalog,
    models,
    catalogMode: options.catalog,
    signal,
    askPerson: options.json ? null : personAt(signal),
    appFolder: null,
  });
  modelTotalLines(models?.totals()).forEach(printNote);
  if (options.json) {
    printJson(planned.plan);
  } else {
    planLines(planned.plan).forEach(printLine);
    printLine(`Build it with: megamind build ${shellText(request)}`);
  }
  return exitCode.done;
}
