import { join } from "node:path";
import { InputError } from "../core/errors.ts";
import type { ModelChains } from "../models/configure-models.ts";
import type { LedgerMode } from "../models/ledger.ts";
import { unmistakableSecrets } from "../models/environment-secrets.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { claimFolder } from "../workspace/claim-folder.ts";
import { recordPaths } from "./app-record.ts";
import type { ModelRun } from "./model-run.ts";
import { loadModelSetup, type ModelSetup, type ModelSources } from "./model-setup.ts";

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
 * The models of a run, or null when none is configured. Before any money is spent it is known that the app's folder
 * can be used.
 * @throws InputError for settings that cannot be understood, for a folder that cannot be used, and when there is
 * nothing to replay.
 */
export async function openModels(options: OpenModelsOptions): Promise<ModelRun | null> {
  const isReplay = options.mode === "replay";
  const setup = await loadModelSetup({ ...options, isKeyless: isReplay });
  if (setup.chains === null && !isReplay) return null;
  if (setup.settings.provider === "offline") return null;
  const isOurs = options.out !== null && (await claimFolder(options.out)).kind === "ours";
  const appRoot = isOurs ? options.out : null;
  const ledgerFolder = join(options.cacheFolder, "ledger");
  const chains = isReplay
    ? await chainsToReplay(setup, { options, appRoot, ledgerFolder })
    : setup.chains;
  if (chains === null) return null;
  const { createModelRun } = await import("./model-run.ts");
  const run = createModelRun({
    ...options,
    chains,
    budgetUsd: setup.budgetUsd,
    ledgerFolder,
    endsOffline: setup.endsOffline,
    secrets: [...Object.values(setup.credentials), ...unmistakableSecrets(options.env)],
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
  const { joinChains, replayChains } = await import("./replay-chains.ts");
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
