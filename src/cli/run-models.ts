import { resolve } from "node:path";
import { z } from "zod";
import type { Catalog } from "../catalog/catalog.ts";
import { rememberCatalog } from "../catalog/remember-catalog.ts";
import { InputError } from "../core/errors.ts";
import type { LedgerMode } from "../models/ledger.ts";
import type { ModelRun } from "../pipeline/model-run.ts";
import { openModels } from "../pipeline/open-models.ts";
import { catalogModes } from "../pipeline/planned-app.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { readDeadline } from "./read-deadline.ts";

/** Values of the flags that say how models are asked. */
export const askingOptions = {
  provider: z.string().optional(),
  model: z.string().optional(),
  fallback: z.string().optional(),
  budget: z.string().optional(),
  deadline: z.string(),
  record: z.boolean(),
  replay: z.boolean(),
  configFolder: z.string(),
  cacheFolder: z.string(),
};

/** Values of `runModelFlags`. */
export const runModelOptions = { ...askingOptions, catalog: z.enum(catalogModes) };

export type RunModelOptions = z.infer<z.ZodObject<typeof runModelOptions>>;

interface RunPlace {
  /** Absolute path of the app's folder when it is known already. */
  readonly out: string | null;
  readonly emit: EmitEvent;
}

interface RunStart {
  readonly catalog: Catalog;
  /** Null for a run without models. */
  readonly models: ModelRun | null;
}

/** The catalog, and the models that the flags and the settings name; both are read at the same time. */
export async function startRun(
  options: RunModelOptions & { readonly templates: string },
  place: RunPlace,
): Promise<RunStart> {
  const loading = rememberCatalog(options.templates, resolve(options.cacheFolder));
  const opening = runModels(options, place);
  await Promise.allSettled([loading, opening]);
  return { catalog: await loading, models: await opening };
}

/**
 * The models that the flags and the settings name; null for none.
 * @throws InputError for settings that cannot be understood.
 */
export async function runModels(
  options: Omit<RunModelOptions, "catalog">,
  { out, emit }: RunPlace,
): Promise<ModelRun | null> {
  return openModels({
    configFolder: resolve(options.configFolder),
    flags: options,
    env: process.env,
    cacheFolder: resolve(options.cacheFolder),
    mode: readMode(options),
    deadlineMs: readDeadline(options.deadline),
    out,
    emit,
  });
}

function readMode({ record, replay }: Pick<RunModelOptions, "record" | "replay">): LedgerMode {
  if (record && replay) {
    throw new InputError("--record never reads the ledger, and --replay only does.", {
      nextSteps: ["Give one of them."],
    });
  }
  if (record) return "record";
  return replay ? "replay" : "use";
}
