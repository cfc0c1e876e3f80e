import { configureModels, type ModelChains } from "../models/configure-models.ts";
import { InputError } from "../core/errors.ts";
import { createCredentialStore } from "../models/credential-store.ts";
import type { Credentials } from "../models/credentials.ts";
import { readSettings, type ReadSettings, type SettingFlags } from "../models/read-settings.ts";

/** Stands for the keys that nobody needs where nothing is sent. */
export const noKeys = { anthropic: "none", openai: "none", "openai-compatible": "none" } as const;

export interface ModelSources {
  /** Absolute path of the folder with settings and stored keys; need not exist. */
  readonly configFolder: string;
  readonly flags: SettingFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a provider may be named without its key, because nothing will be sent. Default: false. */
  readonly isKeyless?: boolean;
}

export interface ModelSetup extends ReadSettings {
  /** Null: offline, no model is asked. */
  readonly chains: ModelChains | null;
  readonly credentials: Credentials;
  /** Whether the list of fallbacks ends with "offline". */
  readonly endsOffline: boolean;
}

/**
 * The models that a run asks, from flags, environment, settings file and stored keys. Loads no SDK.
 * @throws InputError for settings that cannot be understood or lack something.
 */
export async function loadModelSetup({
  configFolder,
  flags,
  env,
  isKeyless = false,
}: ModelSources): Promise<ModelSetup> {
  const read = await readSettings(configFolder, flags);
  // Who works offline need not mend the store of keys first.
  const isOffline = read.settings.provider === "offline";
  const store = createCredentialStore({ folder: configFolder, env });
  const credentials = isOffline ? {} : await store.read();
  const { providers, endsOffline } = readFallback(read.settings.fallback);
  const isNamed = read.settings.provider !== null;
  const settings = {
    ...read.settings,
    fallback: providers,
    credentials: isKeyless && isNamed ? { ...noKeys, ...credentials } : credentials,
  };
  return { ...read, chains: configureModels(settings, env), credentials, endsOffline };
}

/** @throws InputError when "offline" has a place other than the last: nobody is asked after it. */
function readFallback(names: readonly string[]): {
  readonly providers: readonly string[];
  readonly endsOffline: boolean;
} {
  const at = names.indexOf("offline");
  if (at >= 0 && at < names.length - 1) {
    throw new InputError(`In the fallbacks ${names.join(", ")} nobody is asked after "offline".`, {
      nextSteps: ['Put "offline" at the end.'],
    });
  }
  return { providers: at < 0 ? names : names.slice(0, at), endsOffline: at >= 0 };
}
