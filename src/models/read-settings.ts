import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { InputError } from "../core/errors.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import type { ModelSettings, TaskSettings } from "./configure-models.ts";
import { promptTasks } from "./prompts/prompt.ts";

const dollars = z.number().nonnegative();

const name = z.string().min(1).optional();

const priceSchema = z
  .strictObject({
    input: dollars,
    output: dollars,
    cacheRead: dollars.optional(),
    cacheWrite: dollars.optional(),
  })
  .transform(({ input, output, cacheRead = input, cacheWrite = input }) => ({
    input,
    output,
    cacheRead,
    cacheWrite,
  }));

const yesOrNo = z.boolean().optional();

/** For servers that are not quite compatible. */
const serverSchema = z.strictObject({
  canStream: yesOrNo,
  hasStreamUsage: yesOrNo,
  hasReasoningEffort: yesOrNo,
  sendsFinishReason: yesOrNo,
  maxTokensField: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
  systemRole: z.enum(["system", "developer"]).optional(),
  jsonMode: z.enum(["schema", "object", "prompt"]).optional(),
  maxParallel: z.int().min(1).max(64).optional(),
});

const fileSchema = z.strictObject({
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  tiers: z.strictObject({ fast: name, standard: name, strong: name }).optional(),
  fallback: z.array(z.string().min(1)).optional(),
  tasks: z
    .record(
      z.string(),
      z.strictObject({ model: name, tier: z.enum(["fast", "standard", "strong"]).optional() }),
    )
    .transform(readTasks)
    .optional(),
  azure: z
    .strictObject({ apiVersion: z.string().regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/) })
    .optional(),
  server: serverSchema.optional(),
  budget: dollars.optional(),
  refusal: z.enum(["stop", "next-provider"]).optional(),
  prices: z.record(z.string(), priceSchema).optional(),
});

function readTasks(tasks: TaskSettings, context: z.RefinementCtx): TaskSettings {
  for (const task of Object.keys(tasks)) {
    if (promptTasks.some((known) => known === task)) continue;
    const [near] = nearestTexts(task, { candidates: promptTasks });
    const hint =
      near === undefined ? `there are ${promptTasks.join(", ")}` : `did you mean ${near}?`;
    context.addIssue({ code: "custom", message: `There is no task "${task}": ${hint}` });
  }
  return tasks;
}

type SettingsFile = z.infer<typeof fileSchema>;

/** What the command line or its environment variables say; it wins over the file. */
export interface SettingFlags {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  /** Separated by commas. */
  readonly fallback?: string | undefined;
  /** Dollars, or "none". */
  readonly budget?: string | undefined;
}

export interface ReadSettings {
  readonly settings: ModelSettings;
  /** Dollars for a run; null for no limit. */
  readonly budgetUsd: number | null;
  /** Whether another provider may be asked what one refused. */
  readonly isRefusalShopping: boolean;
  /** The settings file that was read; null when there is none. */
  readonly file: string | null;
}

/**
 * Flags over the settings file. A provider that the flags name takes no models and no fallback from a file
 * that names another one: they were chosen for that.
 * @throws InputError when the file or a flag cannot be understood.
 */
export async function readSettings(
  configFolder: string,
  flags: SettingFlags,
): Promise<ReadSettings> {
  const path = join(configFolder, "settings.yaml");
  const stored = await readSettingsFile(path);
  const file = stored ?? {};
  const isOther = flags.provider !== undefined && flags.provider !== file.provider;
  const settings = {
    provider: flags.provider ?? file.provider ?? null,
    model: flags.model ?? (isOther ? undefined : file.model) ?? null,
    tiers: (isOther ? undefined : file.tiers) ?? {},
    tasks: tasksOf(file, { isOther: isOther || flags.model !== undefined }),
    azureApiVersion: file.azure?.apiVersion ?? null,
    server: file.server ?? {},
    fallback: listOf(flags.fallback) ?? (isOther ? undefined : file.fallback) ?? [],
    prices: file.prices ?? {},
  };
  const budgetUsd = flags.budget === undefined ? (file.budget ?? null) : readBudget(flags.budget);
  const isRefusalShopping = file.refusal === "next-provider";
  return { settings, budgetUsd, isRefusalShopping, file: stored === null ? null : path };
}

/** Models of tasks were chosen for the file's own provider, tiers hold for any. A model for all of them goes first. */
function tasksOf(
  { tasks = {} }: SettingsFile,
  { isOther }: { readonly isOther: boolean },
): TaskSettings {
  if (!isOther) return tasks;
  return Object.fromEntries(Object.entries(tasks).map(([task, { tier }]) => [task, { tier }]));
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function readBudget(text: string): number | null {
  if (/^none$/i.test(text.trim())) return null;
  const match = /^\s*\$?(\d+(?:\.\d+)?)\s*$/.exec(text);
  if (match !== null) return Number(match[1]);
  throw new InputError(`The budget "${text}" is no sum of dollars.`, {
    nextSteps: ['Write it like 2.50, or "none" for no limit.'],
  });
}

async function readSettingsFile(path: string): Promise<SettingsFile | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) return null;
    throw new InputError(`The settings file cannot be read: ${String(error)}`);
  }
  const document = parseDocument(text, { prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split("\n").length;
    throw new InputError(`The settings file ${path} is no YAML, line ${line}.`, {
      nextSteps: ["Correct its syntax: docs/models.md has an example."],
    });
  }
  const read = fileSchema.safeParse(document.toJS() ?? {});
  if (read.success) return read.data;
  const findings = read.error.issues.map(
    ({ path: place, message }) => `${place.join(".") || "the file"}: ${message}`,
  );
  throw new InputError(`The settings file ${path} cannot be used: ${findings.join("; ")}.`, {
    nextSteps: [
      "It may have provider, model, tiers, tasks, fallback, budget, refusal, prices, azure and server; keys go into: megamind credentials set <provider>",
    ],
  });
}
