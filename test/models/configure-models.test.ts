import { expect, test } from "vitest";
import { chainOf } from "../../src/models/chain-of.ts";
import { configureModels, type ModelSettings } from "../../src/models/configure-models.ts";
import { defaultTraits } from "../../src/models/provider.ts";

const nothing: ModelSettings = { provider: null, model: null, fallback: [], prices: {} };
const openaiKey = { OPENAI_API_KEY: "sk-simulated-openai" };
const anthropicKey = { ANTHROPIC_API_KEY: "sk-simulated-anthropic" };

function standardChain(settings: Partial<ModelSettings>, env: Record<string, string>) {
  const chains = configureModels({ ...nothing, ...settings }, env);
  return chains?.standard.map(({ provider, model }) => `${provider.id} ${model}`) ?? null;
}

test.each([
  ["no key", {}, {}, null],
  ["empty keys", {}, { OPENAI_API_KEY: " ", ANTHROPIC_API_KEY: "" }, null],
  ["offline in spite of keys", { provider: "offline" }, openaiKey, null],
  ["one key", {}, openaiKey, ["openai gpt-6.1-terra", "openai gpt-6.1-sol"]],
  [
    "two keys",
    {},
    { ...openaiKey, ...anthropicKey },
    ["anthropic claude-sonnet-5-5", "anthropic claude-opus-5-5", "openai gpt-6.1-terra"],
  ],
  [
    "a provider that was named, alone",
    { provider: "openai-responses", model: "gpt-6-luna" },
    { ...openaiKey, ...anthropicKey },
    ["openai-responses gpt-6-luna"],
  ],
  [
    "a chain that was named",
    { provider: "openai", model: "m", fallback: ["anthropic/claude-haiku-5-5", "offline"] },
    { ...openaiKey, ...anthropicKey },
    ["openai m", "anthropic claude-haiku-5-5"],
  ],
  [
    "a server on this machine, without a key",
    { model: "qwen" },
    { OPENAI_BASE_URL: "http://localhost:11434" },
    ["openai-compatible qwen"],
  ],
] as const)("%s", (...[, settings, env, chain]) => {
  expect(standardChain(settings, env)).toEqual(chain);
});

test("the user's models by tier go before the vendor's, for the first provider alone", () => {
  const tiers = { standard: "claude-haiku-5-5" };
  const both = { ...openaiKey, ...anthropicKey };
  expect(standardChain({ tiers }, both)).toEqual([
    "anthropic claude-haiku-5-5",
    "anthropic claude-opus-5-5",
    "openai gpt-6.1-terra",
  ]);
  const local = { OPENAI_BASE_URL: "http://localhost:11434" };
  const all = { fast: "small", standard: "big", strong: "big" };
  expect(standardChain({ tiers: all }, local)).toEqual(["openai-compatible big"]);
  expect(() => standardChain({ tiers }, local)).toThrow(/no default model for the tier "fast"/);
  expect(standardChain({ tiers, model: "m" }, anthropicKey)).toEqual(["anthropic m"]);
});

test("a task is asked of the tier or the model that the settings name, the others stand in", () => {
  const tasks = {
    "design-features": { tier: "fast" },
    "write-files": { model: "claude-opus-5-5", tier: "fast" },
    repair: { model: "claude-haiku-5-5" },
  } as const;
  const chains = configureModels({ ...nothing, tasks }, { ...openaiKey, ...anthropicKey });
  const asked = (task: string) =>
    chains && chainOf(chains, { task, tier: "strong" }).map(({ model }) => model);
  const fast = ["claude-haiku-5-5", "claude-sonnet-5-5", "gpt-6-luna"];
  const strong = ["claude-opus-5-5", "claude-sonnet-5-5", "gpt-6.1-sol"];
  expect(asked("design-features")).toEqual(fast);
  expect(asked("write-files")).toEqual(["claude-opus-5-5", ...fast]);
  expect(asked("repair")).toEqual(["claude-haiku-5-5", ...strong]);
  expect(asked("understand-request")).toEqual(strong);
  expect(asked("constructor")).toEqual(strong);
});

test("a stored key is enough, the environment's wins, and OpenAI's goes to no other server", () => {
  const credentials = { openai: "stored-openai-key", anthropic: "stored-anthropic-key" };
  const keys = (env: Record<string, string>, settings: Partial<ModelSettings> = {}) =>
    configureModels({ ...nothing, credentials, ...settings }, env)?.fast.map(
      ({ provider }) => `${provider.id} ${provider.apiKey}`,
    );
  expect(keys({})).toEqual([
    "anthropic stored-anthropic-key",
    "anthropic stored-anthropic-key",
    "openai stored-openai-key",
  ]);
  expect(keys(openaiKey, { provider: "openai", model: "m" })).toEqual([
    `openai ${openaiKey.OPENAI_API_KEY}`,
  ]);
  const local = { OPENAI_BASE_URL: "http://localhost:11434" };
  const compatible = { provider: "openai-compatible", model: "m" };
  expect(keys(local, compatible)).toEqual(["openai-compatible null"]);
  const own = { ...credentials, "openai-compatible": "stored-own-key" };
  expect(keys(local, { ...compatible, credentials: own })).toEqual([
    "openai-compatible stored-own-key",
  ]);
});

test("compatible servers get the common fields and an address with a version", () => {
  const env = { OPENAI_BASE_URL: "http://localhost:11434/" };
  const [target] = configureModels({ ...nothing, model: "qwen" }, env)?.fast ?? [];
  expect(target?.provider).toMatchObject({
    baseUrl: "http://localhost:11434/v1",
    apiKey: null,
    traits: { maxTokensField: "max_tokens", systemRole: "system", marksCache: false },
  });
  const own = { ...anthropicKey, ANTHROPIC_BASE_URL: "https://gateway.example/v1/" };
  const [anthropic] = configureModels(nothing, own)?.fast ?? [];
  expect(anthropic?.provider.baseUrl).toBe("https://gateway.example");
});

test("what the settings say of a server holds for a compatible one alone", () => {
  const server = { sendsFinishReason: false, maxParallel: 1, canStream: undefined };
  const settings = { provider: null, model: "m", fallback: [], prices: {}, server };
  const local = { OPENAI_BASE_URL: "http://localhost:11434/v1" };
  const traitsOf = (env: Readonly<Record<string, string>>) =>
    configureModels(settings, env)?.fast[0]?.provider.traits;
  expect(traitsOf(local)).toEqual({
    ...defaultTraits({ isCompatible: true }),
    sendsFinishReason: false,
    maxParallel: 1,
  });
  expect(traitsOf({ OPENAI_API_KEY: "sk-simulated-0123456789" })).toEqual(defaultTraits());
});

test("the user's prices go with their models", () => {
  const price = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  const chains = configureModels({ ...nothing, model: "m", prices: { m: price } }, openaiKey);
  expect(chains?.strong[0]?.price).toEqual(price);
});

test.each([
  [{ provider: "antropic" }, {}, { message: /no provider "antropic"/, advice: /anthropic/ }],
  [{ provider: "anthropic" }, openaiKey, { message: /needs a key/, advice: /ANTHROPIC_API_KEY/ }],
  [
    { provider: "openai-compatible", model: "m" },
    {},
    { message: /address/, advice: /OPENAI_BASE_URL/ },
  ],
  [
    {},
    { OPENAI_BASE_URL: "http://localhost:1/v1" },
    { message: /no default model/, advice: /--model/ },
  ],
  [
    { model: "m" },
    { ...openaiKey, OPENAI_BASE_URL: "ftp://x" },
    { message: /no web address/, advice: /https/ },
  ],
  [
    { provider: "openai" },
    { ...openaiKey, OPENAI_BASE_URL: "localhost" },
    { message: /no web address/, advice: /https/ },
  ],
  [
    { provider: "openai", fallback: ["opnai/gpt-6-luna"] },
    openaiKey,
    { message: /no provider "opnai"/, advice: /openai/ },
  ],
] as const)("%j is refused with what to do", (settings, env, { message, advice }) => {
  const thrown = (() => {
    try {
      return standardChain(settings, env);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
    nextSteps: [expect.stringMatching(advice)],
  });
});
