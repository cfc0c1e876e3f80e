import { resolve } from "node:path";
import { z } from "zod";
import { InterruptedError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import {
  checkModels,
  describeModels,
  type LiveCheck,
  type LiveOptions,
} from "../../pipeline/describe-models.ts";
import { loadModelSetup, type ModelSetup } from "../../pipeline/model-setup.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine } from "../output/console.ts";
import { readDeadline } from "../read-deadline.ts";
import { liveLines, modelLines, offlineLines } from "../output/model-lines.ts";

const optionsSchema = z.object({
  live: z.boolean(),
  deadline: z.string(),
  json: z.boolean(),
  provider: z.string().optional(),
  model: z.string().optional(),
  fallback: z.string().optional(),
  budget: z.string().optional(),
  configFolder: z.string(),
});

type Options = z.infer<typeof optionsSchema>;

/** `megamind models`: who would be asked, at what price; with `--live`, whether they answer: 4 when none does. */
export async function models(given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  return withJsonErrors(options.json, () => withInterrupt((signal) => showModels(options, signal)));
}

async function showModels(options: Options, signal: AbortSignal): Promise<ExitCode> {
  const deadlineMs = readDeadline(options.deadline);
  const { env } = process;
  const configFolder = resolve(options.configFolder);
  const setup = await loadModelSetup({ configFolder, flags: options, env });
  const described = await describeModels(setup, { env });
  const { chains, budgetUsd, file: settingsFile } = setup;
  const isOffline = chains === null;
  const shown = { configFolder, ...setup, ...described };
  if (!options.json) (isOffline ? offlineLines(shown) : modelLines(shown)).forEach(printLine);
  const limits = { signal, deadlineMs, budgetUsd };
  const live = options.live ? await checkLive(chains, limits) : null;
  if (options.json) printJson({ isOffline, ...described, budgetUsd, settingsFile, live });
  else if (live !== null && !isOffline) liveLines(live).forEach(printLine);
  return codeOf(live);
}

async function checkLive(
  chains: ModelSetup["chains"],
  limits: LiveOptions,
): Promise<readonly LiveCheck[]> {
  const live = chains === null ? [] : await checkModels(chains, limits);
  if (limits.signal.aborted) throw new InterruptedError("The check was cancelled.");
  return live;
}

function codeOf(live: readonly LiveCheck[] | null): ExitCode {
  if (live === null || live.length === 0) return exitCode.done;
  if (live.some(({ outcome }) => outcome === "reply")) return exitCode.done;
  const isUnpaid = live.every(({ outcome }) => outcome === "skipped");
  return isUnpaid ? exitCode.budgetReached : exitCode.noProvider;
}
