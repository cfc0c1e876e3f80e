import { join } from "node:path";
import { InputError } from "../core/errors.ts";
import type { ModelChains } from "../models/configure-models.ts";
import type { LedgerMode } from "../models/ledger.ts";
import { unmistakableSecrets } from "../models/environment-secrets.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { claimFolder } from "../workspace/claim-folder.ts";
import { recordPaths } from "./app-record.ts";
import { createModelRun, type ModelRun } from "./model-run.ts";
import type { ModelSetup, ModelSources } from "./model-setup.ts";
import { joinChains, replayChains } from "./replay-chains.ts";

export interface OpenModelsOptions extends ModelSources {
  /** Absolute path of the cache folder; replies are kept below it. */
  readonly cacheFolder: string;
  readonly mode: LedgerMode;
  /** Longest time without any reply, in milliseconds. */
  readonly deadlineMs: number;
  /** Absolute path of the app's folder when it is known already. */
  readonly out: string | null;
  readonly emit: EmitEvent;
}

/**
 * The run of models that a setup describes, or null when an app is replayed that was built without any.
 * @throws InputError for a folder that cannot be used, and when there is nothing to replay.
 */
export async function startModelRun(
  options: OpenModelsOptions,
  setup: ModelSetup,
): Promise<ModelRun | null> {
  const { mode, out, cacheFolder, env } = options;
  const isOurs = out !== null && (await claimFolder(out)).kind === "ours";
  const appRoot = isOurs ? out : null;
  const ledgerFolder = join(cacheFolder, "ledger");
  const chains =
    mode === "replay"
      ? await chainsToReplay(setup, { options, appRoot, ledgerFolder })
      : setup.chains;
  if (chains === null) return null;
  const run = createModelRun({
    ...options,
    chains,
    budgetUsd: setup.budgetUsd,
    isRefusalShopping: setup.isRefusalShopping,
    ledgerFolder,
    factorsFile: join(cacheFolder, "models", "token-factors.json"),
    endsOffline: setup.endsOffline,
    secrets: [...Object.values(setup.credentials), ...unmistakableSecrets(env)],
  });
  if (appRoot !== null) run.readAppFirst(appRoot);
  return run;
}

interface ReplayPlaces {
  readonly options: OpenModelsOptions;
  /** Of an app that is there; null for a new one. */
  readonly appRoot: string | null;
  readonly ledgerFolder: string;
}

/** The models of the app's own replies go first, unless the command names others. Null: it was built without any. */
async function chainsToReplay(
  { chains }: ModelSetup,
  { options, appRoot, ledgerFolder }: ReplayPlaces,
): Promise<ModelChains | null> {
  const { flags } = options;
  if (chains !== null && (flags.provider ?? flags.model) !== undefined) return chains;
  const ofApp = appRoot === null ? null : await replayChains([join(appRoot, recordPaths.ledger)]);
  if (ofApp !== null) return joinChains(ofApp, chains);
  if (chains !== null || appRoot !== null) return chains;
  const ofCache = await replayChains([ledgerFolder]);
  if (ofCache !== null) return ofCache;
  throw new InputError(
    `There is nothing to replay: no reply for the task "understand-request" is in ${ledgerFolder}.`,
    { nextSteps: ["Run once without --replay, with a provider, to record it: megamind models"] },
  );
}
