import { configureModels, type ModelChains } from "../models/configure-models.ts";
import { createCredentialFile } from "../models/credential-file.ts";
import type { Credentials } from "../models/credentials.ts";
import { readSettings, type ReadSettings, type SettingFlags } from "../models/read-settings.ts";

export interface ModelSources {
  /** Absolute path of the folder with settings and stored keys; need not exist. */
  readonly configFolder: string;
  readonly flags: SettingFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ModelSetup extends ReadSettings {
  /** Null: offline, no model is asked. */
  readonly chains: ModelChains | null;
  readonly credentials: Credentials;
}

/**
 * The models that a run asks, from flags, environment, settings file and stored keys. Loads no SDK.
 * @throws InputError for settings that cannot be understood or lack something.
 */
export async function loadModelSetup({
  configFolder,
  flags,
  env,
}: ModelSources): Promise<ModelSetup> {
  const read = await readSettings(configFolder, flags);
  // Who works offline need not mend the store of keys first.
  const isOffline = read.settings.provider === "offline";
  const credentials = isOffline ? {} : await createCredentialFile(configFolder).read();
  const chains = configureModels({ ...read.settings, credentials }, env);
  return { ...read, chains, credentials };
}
