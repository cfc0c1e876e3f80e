import { InputError } from "../core/errors.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import { type CredentialName, type Credentials, keyVariable } from "./credentials.ts";
import { defaultModels, neighbourTier } from "./default-models.ts";
import type { TokenPrice } from "./known-prices.ts";
import type { ModelTier } from "./model-request.ts";
import type { ModelTarget } from "./price-table.ts";
import type { PromptTask } from "./prompts/prompt.ts";
import { isOpenaiVendor, readAddress } from "./provider-address.ts";
import { defaultTraits, type Provider, type ProviderTraits } from "./provider.ts";
import { createRedactor } from "./redact.ts";

export const providerNames = [
  "openai",
  "openai-responses",
  "anthropic",
  "openai-compatible",
  "offline",
] as const;

type ProviderName = (typeof providerNames)[number];

export interface ModelSettings {
  /** One of `providerNames`; null takes what the environment has keys for. */
  readonly provider: string | null;
  /** One model for all tiers; null for the vendor's own three. */
  readonly model: string | null;
  /** Models of the first provider by tier, before the vendor's own. Default: none. */
  readonly tiers?: TierModels;
  /** Tasks that are asked of another tier, or of a model of the first provider. Default: none. */
  readonly tasks?: TaskSettings;
  /** The API version of Azure's addresses with deployments; null for all others. Default: null. */
  readonly azureApiVersion?: string | null;
  /** In what the compatible server differs from others. Default: nothing. */
  readonly server?: ServerTraits;
  /** Further providers, in order: "anthropic" or, with a model, "anthropic/claude-haiku-5-5". */
  readonly fallback: readonly string[];
  /** The user's prices by model. */
  readonly prices: Readonly<Record<string, TokenPrice>>;
  /** Keys that the user stored; those of the environment win. Default: none. */
  readonly credentials?: Credentials;
}

/** What the user says of the server at `OPENAI_BASE_URL`, when that is no vendor's. */
type ServerTraits = Readonly<{
  [Trait in Exclude<keyof ProviderTraits, "azureApiVersion" | "marksCache" | "hasCacheMarks">]?:
    | ProviderTraits[Trait]
    | undefined;
}>;

type TierModels = Readonly<Partial<Record<ModelTier, string | undefined>>>;

export type TaskSettings = Readonly<
  Partial<
    Record<
      PromptTask,
      { readonly tier?: ModelTier | undefined; readonly model?: string | undefined }
    >
  >
>;

interface TaskChoice {
  /** Null: the task's own. */
  readonly tier: ModelTier | null;
  /** Asked before those of the tier; null for none. */
  readonly target: ModelTarget | null;
}

/** The models of each tier, in the order in which they are asked; `chainOf` says which ones a task asks. */
export interface ModelChains extends Readonly<Record<ModelTier, readonly ModelTarget[]>> {
  /** What the settings say of single tasks. Default: nothing. */
  readonly tasks?: Readonly<Partial<Record<PromptTask, TaskChoice>>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The models to ask for each tier, from settings, stored keys and the SDKs' usual variables (`OPENAI_API_KEY`,
 * `OPENAI_BASE_URL`, `ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). Null means offline: nothing is configured, or it was asked for.
 * Of the first provider a second model stands in before the next provider is asked.
 * @throws InputError for an unknown provider, a missing key, model or address.
 */
export function configureModels(settings: ModelSettings, env: Environment): ModelChains | null {
  const first = settings.provider === null ? null : readName(settings.provider);
  if (first === "offline") return null;
  const credentials = settings.credentials ?? {};
  const azureApiVersion = settings.azureApiVersion ?? null;
  const keySources = { env, credentials, azureApiVersion, server: settings.server ?? {} };
  const found = namesIn(keySources);
  const primary = first ?? found[0];
  if (primary === undefined) return null;
  const wanted: readonly Wanted[] = [
    { name: primary, model: settings.model },
    ...(settings.fallback.length > 0
      ? settings.fallback.map(readFallback)
      : first === null
        ? found.slice(1).map((name) => ({ name, model: null }))
        : []),
  ];
  const sources = wanted.map(({ name, model }) => ({
    provider: providerOf(name, keySources),
    name,
    model,
  }));
  const targetOf = (provider: Provider, model: string): ModelTarget => ({
    provider,
    model,
    price: settings.prices[model] ?? null,
  });
  const chain = (tier: ModelTier): readonly ModelTarget[] =>
    sources.flatMap(({ provider, name, model }, index) =>
      modelsOf({ name, model, tier, own: index === 0 ? (settings.tiers ?? {}) : null }).map((id) =>
        targetOf(provider, id),
      ),
    );
  const tasks = Object.entries(settings.tasks ?? {}).map(([task, { tier = null, model }]) => {
    const [source] = sources;
    const isOwn = model !== undefined && source !== undefined;
    return [task, { tier, target: isOwn ? targetOf(source.provider, model) : null }] as const;
  });
  return {
    fast: chain("fast"),
    standard: chain("standard"),
    strong: chain("strong"),
    ...(tasks.length === 0 ? {} : { tasks: Object.fromEntries(tasks) }),
  };
}

interface Wanted {
  readonly name: ProviderName;
  readonly model: string | null;
}

/** Providers that there is a key or an address for, the first one to be asked first. */
function namesIn({
  env,
  credentials,
  azureApiVersion,
}: Omit<Sources, "server">): readonly ProviderName[] {
  const isOpenai = azureApiVersion !== null || isOpenaiVendor(env["OPENAI_BASE_URL"] ?? "");
  const second = isOpenai ? "openai" : "openai-compatible";
  const names: ProviderName[] = [];
  if (findKey("anthropic", { env, credentials }) !== null) names.push("anthropic");
  if (findKey(second, { env, credentials }) !== null || hasText(env["OPENAI_BASE_URL"])) {
    names.push(second);
  }
  return names;
}

interface KeySources {
  readonly env: Environment;
  readonly credentials: Credentials;
}

interface Sources extends KeySources {
  readonly server: ServerTraits;
  readonly azureApiVersion: string | null;
}

/** Whose key a provider is asked with. */
export function credentialOf(providerId: string): CredentialName {
  if (providerId === "anthropic" || providerId === "openai-compatible") return providerId;
  return "openai";
}

/** The key of a provider and where it comes from: the name of a variable, or null for the user's store. */
export function findKey(
  name: CredentialName,
  { env, credentials }: KeySources,
): { readonly key: string; readonly variable: string | null } | null {
  const variable = keyVariable[name];
  const value = env[variable]?.trim() ?? "";
  if (value !== "") return { key: value, variable };
  const stored = credentials[name];
  return stored === undefined ? null : { key: stored, variable: null };
}

function hasText(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== "";
}

function readName(text: string): ProviderName {
  const name = providerNames.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  const [near] = nearestTexts(text, { candidates: providerNames });
  // Somebody may have put the key where its provider belongs.
  const shown = createRedactor([])(text);
  throw new InputError(
    `There is no provider "${shown}". Allowed are ${providerNames.join(", ")}.`,
    { nextSteps: near === undefined ? [] : [`Did you mean "${near}"?`] },
  );
}

function readFallback(text: string): Wanted {
  const slash = text.indexOf("/");
  return slash < 0
    ? { name: readName(text), model: null }
    : { name: readName(text.slice(0, slash)), model: text.slice(slash + 1) };
}

/** `own`: the user's models by tier, for the first provider; null for those that stand in. */
function modelsOf({
  name,
  model,
  tier,
  own,
}: Wanted & { readonly tier: ModelTier; readonly own: TierModels | null }): readonly string[] {
  if (name === "offline") return [];
  if (model !== null && model !== "") return [model];
  const vendors = name === "openai-compatible" ? {} : defaultModels[vendorOf(name)];
  const tiers: TierModels = { ...vendors, ...own };
  const first = tiers[tier];
  if (first === undefined) {
    throw new InputError(`A compatible server has no default model for the tier "${tier}".`, {
      nextSteps: [
        "Name the model that it serves: --model <name>, or one for each tier in the settings.",
      ],
    });
  }
  const second = own === null ? undefined : tiers[neighbourTier[tier]];
  return second === undefined || second === first ? [first] : [first, second];
}

function vendorOf(name: ProviderName): keyof typeof defaultModels {
  return name === "anthropic" ? "anthropic" : "openai";
}

function providerOf(name: ProviderName, sources: Sources): Provider {
  const isAnthropic = name === "anthropic";
  const variable = isAnthropic ? "ANTHROPIC" : "OPENAI";
  const credential = credentialOf(name);
  const key = findKey(credential, sources)?.key ?? "";
  const address = sources.env[`${variable}_BASE_URL`]?.trim() ?? "";
  const isCompatible = name === "openai-compatible";
  if (isCompatible && address === "") {
    throw new InputError("The address of the compatible server is not set.", {
      nextSteps: ["Set OPENAI_BASE_URL, for Ollama: http://localhost:11434/v1."],
    });
  }
  if (key === "" && !isCompatible && name !== "offline") {
    throw new InputError(
      `The provider ${name} needs a key: none is stored, and ${variable}_API_KEY is not set.`,
      {
        nextSteps: [
          `Set ${variable}_API_KEY, run "megamind credentials set ${credential}", or use --provider offline.`,
        ],
      },
    );
  }
  const azureApiVersion = isAnthropic || isCompatible ? null : sources.azureApiVersion;
  if (azureApiVersion !== null && address === "") {
    throw new InputError("The settings name an API version of Azure, and no address.", {
      nextSteps: ["Set OPENAI_BASE_URL to https://<resource>.openai.azure.com."],
    });
  }
  const standard = isAnthropic ? "https://api.anthropic.com" : "https://api.openai.com/v1";
  return {
    id: name,
    protocol: isAnthropic ? "anthropic" : name === "openai-responses" ? name : "openai-chat",
    baseUrl: readAddress(address === "" ? standard : address, { isAnthropic, azureApiVersion }),
    apiKey: key === "" ? null : key,
    traits: {
      ...defaultTraits({ isCompatible, azureApiVersion }),
      ...(isCompatible ? withoutGaps(sources.server) : {}),
    },
  };
}

/** A field that is there and undefined would take the place of the default. */
function withoutGaps(traits: ServerTraits): Partial<ProviderTraits> {
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== undefined));
}
