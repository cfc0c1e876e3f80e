import { afterAll, beforeAll, expect, test } from "vitest";
import { configureModels, type ModelSettings } from "../../src/models/configure-models.ts";
import { createModelClient } from "../../src/models/model-client.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { modelRequest } from "./client-fixtures.ts";
import { testKey } from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const settings: ModelSettings = { provider: "openai", model: "my gpt", fallback: [], prices: {} };
const apiVersion = "2024-10-21";

async function askAt(address: string, more: Partial<ModelSettings>) {
  const env = { OPENAI_API_KEY: testKey, OPENAI_BASE_URL: address };
  const chains = configureModels({ ...settings, ...more }, env);
  const client = createModelClient({
    chains: chains ?? { fast: [], standard: [], strong: [] },
    ledger: null,
    budgetUsd: null,
  });
  const { reply } = await client.ask(modelRequest());
  return { reply, sent: server.requests.at(-1) };
}

test.each([
  ["openai", "/openai/deployments/my%20gpt/chat/completions", "openai-chat"],
  ["openai-responses", "/openai/responses", "openai-responses"],
] as const)("an address with deployments, %s", async (provider, path, protocol) => {
  const azure = { provider, azureApiVersion: apiVersion };
  const { reply, sent } = await askAt(server.url("ok"), azure);
  expect(reply.stop).toBe("done");
  expect(sent).toMatchObject({ path, protocol, query: `api-version=${apiVersion}` });
  expect(sent?.headers["api-key"]).toBe(testKey);
  expect(sent?.headers["authorization"]).toBeUndefined();
  expect(sent?.body["stream"]).toBe(true);
  const same = await askAt(`${server.url("ok")}/openai/`, azure);
  expect(same.sent?.path).toBe(path);
});

test.each(["openai", "openai-responses"])(
  "the address below /openai/v1 is one like OpenAI's own, %s",
  async (provider) => {
    const { reply, sent } = await askAt(`${server.url("ok")}/openai/v1/`, { provider });
    expect(reply.stop).toBe("done");
    expect(sent?.path).toMatch(/^\/openai\/v1\/(?:chat\/completions|responses)$/);
    expect(sent).toMatchObject({ query: "", headers: { authorization: `Bearer ${testKey}` } });
  },
);

test("a resource alone is the newer address, and is asked as OpenAI without being named", () => {
  const env = { OPENAI_API_KEY: testKey, OPENAI_BASE_URL: "https://ada.openai.azure.com" };
  const found = (more: Partial<ModelSettings>) =>
    configureModels({ ...settings, provider: null, ...more }, env)?.fast[0]?.provider;
  expect(found({})).toMatchObject({
    id: "openai",
    baseUrl: "https://ada.openai.azure.com/openai/v1",
    traits: { azureApiVersion: null, marksCache: true },
  });
  expect(found({ azureApiVersion: apiVersion })).toMatchObject({
    id: "openai",
    baseUrl: "https://ada.openai.azure.com/openai",
    traits: { azureApiVersion: apiVersion, marksCache: false, systemRole: "system" },
  });
});

test.each([
  ["", /no address/],
  ["https://ada.openai.azure.com/openai/v1", /takes no API version/],
])("an API version with the address %j is refused", (address, message) => {
  const env = { OPENAI_API_KEY: testKey, OPENAI_BASE_URL: address };
  const asked = { ...settings, azureApiVersion: apiVersion };
  expect(() => configureModels(asked, env)).toThrow(message);
});
