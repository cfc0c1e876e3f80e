import { InputError } from "../core/errors.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import { defaultModels, neighbourTier } from "./default-models.ts";
import type { TokenPrice } from "./known-prices.ts";
import type { ModelTier } from "./model-request.ts";
import type { ModelTarget } from "./price-table.ts";
import { defaultTraits, type Provider } from "./provider.ts";

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
  /** Further providers, in order: "anthropic" or, with a model, "anthropic/claude-haiku-5-5". */
  readonly fallback: readonly string[];
  /** The user's prices by model. */
  readonly prices: Readonly<Record<string, TokenPrice>>;
}

export type ModelChains = Readonly<Record<ModelTier, readonly ModelTarget[]>>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The models to ask for each tier, from settings and the SDKs' usual variables (`OPENAI_API_KEY`, `OPENAI_BASE_URL`,
 * `ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). Null means offline: nothing is configured, or it was asked for.
 * Of the first provider a second model stands in before the next provider is asked.
 * @throws InputError for an unknown provider, a missing key, model or address.
 */
export function configureModels(settings: ModelSettings, env: Environment): ModelChains | null {
  const first = settings.provider === null ? null : readName(settings.provider);
  if (first === "offline") return null;
  const found = namesIn(env);
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
    provider: providerOf(name, env),
    name,
    model,
  }));
  const chain = (tier: ModelTier): readonly ModelTarget[] =>
    sources.flatMap(({ provider, name, model }, index) =>
      modelsOf({ name, model, tier, isFirst: index === 0 }).map((id) => ({
        provider,
        model: id,
        price: settings.prices[id] ?? null,
      })),
    );
  return { fast: chain("fast"), standard: chain("standard"), strong: chain("strong") };
}

interface Wanted {
  readonly name: ProviderName;
  readonly model: string | null;
}

/** Providers that the environment has a key or an address for, the first one to be asked first. */
function namesIn(env: Environment): readonly ProviderName[] {
  const names: ProviderName[] = [];
  if (hasText(env["ANTHROPIC_API_KEY"])) names.push("anthropic");
  if (hasText(env["OPENAI_API_KEY"]) || hasText(env["OPENAI_BASE_URL"])) {
    names.push(isVendors(env["OPENAI_BASE_URL"]) ? "openai" : "openai-compatible");
  }
  return names;
}

function hasText(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== "";
}

function readName(text: string): ProviderName {
  const name = providerNames.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  const [near] = nearestTexts(text, { candidates: providerNames });
  throw new InputError(`There is no provider "${text}". Allowed are ${providerNames.join(", ")}.`, {
    nextSteps: near === undefined ? [] : [`Did you mean "${near}"?`],
  });
}

function readFallback(text: string): Wanted {
  const slash = text.indexOf("/");
  return slash < 0
    ? { name: readName(text), model: null }
    : { name: readName(text.slice(0, slash)), model: text.slice(slash + 1) };
}

function modelsOf({
  name,
  model,
  tier,
  isFirst,
}: Wanted & { readonly tier: ModelTier; readonly isFirst: boolean }): readonly string[] {
  if (name === "offline") return [];
  if (model !== null && model !== "") return [model];
  if (name === "openai-compatible") {
    throw new InputError("A compatible server has no default model.", {
      nextSteps: ["Name the model that it serves: --model <name>."],
    });
  }
  const tiers = defaultModels[name === "anthropic" ? "anthropic" : "openai"];
  return isFirst ? [tiers[tier], tiers[neighbourTier[tier]]] : [tiers[tier]];
}

function providerOf(name: ProviderName, env: Environment): Provider {
  const isAnthropic = name === "anthropic";
  const variable = isAnthropic ? "ANTHROPIC" : "OPENAI";
  const key = env[`${variable}_API_KEY`]?.trim() ?? "";
  const address = env[`${variable}_BASE_URL`]?.trim() ?? "";
  const isCompatible = name === "openai-compatible";
  if (isCompatible && address === "") {
    throw new InputError("The address of the compatible server is not set.", {
      nextSteps: ["Set OPENAI_BASE_URL, for Ollama: http://localhost:11434/v1."],
    });
  }
  if (key === "" && !isCompatible && name !== "offline") {
    throw new InputError(`The provider ${name} needs a key, and ${variable}_API_KEY is not set.`, {
      nextSteps: [`Set ${variable}_API_KEY, or use --provider offline.`],
    });
  }
  const standard = isAnthropic ? "https://api.anthropic.com" : "https://api.openai.com/v1";
  return {
    id: name,
    protocol: isAnthropic ? "anthropic" : name === "openai-responses" ? name : "openai-chat",
    baseUrl: readAddress(address === "" ? standard : address, { isAnthropic }),
    apiKey: key === "" ? null : key,
    traits: defaultTraits({ isCompatible }),
  };
}

/** Anthropic's SDK adds `/v1` itself, OpenAI's does not. */
function readAddress(address: string, { isAnthropic }: { readonly isAnthropic: boolean }): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new InputError(`The provider's address "${address}" is no web address.`, {
      nextSteps: ["Write it as https://host/v1."],
    });
  }
  const bare = address.replace(/\/+$/, "");
  if (isAnthropic) return bare.replace(/\/v1$/, "");
  return new URL(bare).pathname === "/" ? `${bare}/v1` : bare;
}

/** OpenAI itself and its models at Azure take the newer fields; an address that is not set is OpenAI's. */
function isVendors(address: string | undefined): boolean {
  if (!hasText(address) || !URL.canParse(address)) return true;
  return /(?:^api\.openai\.com|\.openai\.azure\.com)$/.test(new URL(address).hostname);
}
