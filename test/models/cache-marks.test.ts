import { afterAll, beforeAll, expect, test } from "vitest";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { isReasoningModel, takesCacheMarks } from "../../src/models/model-kind.ts";
import type { ProviderTraits } from "../../src/models/provider.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

type Protocol = "openai-chat" | "openai-responses";

function clientFor(model: string, scenario: string, given: Partial<ProviderTraits> = {}) {
  return (protocol: Protocol) => {
    const target = targetAt(server.url(scenario), { protocol });
    const traits = { ...target.provider.traits, ...given };
    return testClient([{ ...target, model, provider: { ...target.provider, traits } }]);
  };
}

async function bodiesOf(client: ReturnType<typeof testClient>, times = 1) {
  const before = server.requests.length;
  for (let index = 0; index < times; index += 1) {
    await client.ask(modelRequest({ system: ["Rules.", "Shared."], promptVersion: `${index}` }));
  }
  return server.requests.slice(before).map(({ body }) => JSON.stringify(body));
}

const mark = '"prompt_cache_breakpoint":{"mode":"explicit"}';
const options = '"prompt_cache_options":{"mode":"explicit","ttl":"30m"}';
const both: readonly Protocol[] = ["openai-chat", "openai-responses"];

test.each(both)("%s: a newer model is told once where the shared part ends", async (protocol) => {
  const [body = ""] = await bodiesOf(clientFor("gpt-5.6-luna", "ok")(protocol));
  expect(body).toContain(`"text":"Shared.",${mark}`);
  expect(body.split(mark)).toHaveLength(2);
  expect(body).toContain(options);
  expect(body).toMatch(/"prompt_cache_key":"[0-9a-f]{32}"/);
});

test.each(both)("%s: older models and compatible servers are sent no marks", async (protocol) => {
  const [older = ""] = await bodiesOf(clientFor("gpt-5.4-mini", "ok")(protocol));
  expect(older).toContain("prompt_cache_key");
  const traits = { marksCache: false };
  const [compatible = ""] = await bodiesOf(clientFor("gpt-6-luna", "ok", traits)(protocol));
  expect(compatible).not.toContain("prompt_cache_key");
  for (const body of [older, compatible]) {
    expect(body).not.toContain("prompt_cache_options");
    expect(body).not.toContain("prompt_cache_breakpoint");
  }
});

test.each(both)("%s: a server that refuses marks gets none from then on", async (protocol) => {
  const client = clientFor("gpt-6-luna", "cache-marks-unsupported+ok")(protocol);
  const bodies = await bodiesOf(client, 2);
  expect(bodies.map((body) => body.includes("prompt_cache_breakpoint"))).toEqual([
    true,
    false,
    false,
  ]);
  expect(client.attempts.map(({ outcome }) => outcome)).toEqual(["bad-request", "reply", "reply"]);
});

test("a server that goes on refusing is not asked for ever", async () => {
  const client = clientFor("gpt-6-luna", "cache-marks-unsupported")("openai-chat");
  await expect(client.ask(modelRequest())).rejects.toMatchObject({ exitCode: 2 });
  expect(client.attempts).toHaveLength(2);
});

test.each([
  ["gpt-5.6", true],
  ["gpt-5.10-sol", true],
  ["gpt-6-astra", true],
  ["gpt-6.1-terra", true],
  ["gpt-5.4-nano", false],
  ["gpt-5", false],
  ["gpt-4.1", false],
  ["gpt-oss-120b", false],
  ["claude-sonnet-5-5", false],
])("%s takes marks: %s", (model, takes) => {
  expect(takesCacheMarks(model)).toBe(takes);
});

test.each([
  ["gpt-6-luna", true],
  ["openai/gpt-5.4-mini", true],
  ["o3", true],
  ["claude-opus-5-5", true],
  ["deepseek-r1:14b", true],
  ["Qwen/QwQ-32B", true],
  ["qwen3-thinking", true],
  ["claude-haiku-5-5", false],
  ["gpt-4o", false],
  ["llama3.1:8b", false],
])("%s thinks before it writes: %s", (model, thinks) => {
  expect(isReasoningModel(model)).toBe(thinks);
});

test("silence of a model that thinks may be longer, of others not", async () => {
  const silence = { idleMs: 200, reasoningIdleMs: 4000 };
  const slow = await startModelServer({ pieceDelayMs: 400 });
  try {
    const ask = (model: string) => {
      const target = { ...targetAt(slow.url("json")), model };
      return testClient([target], silence).ask(modelRequest());
    };
    await expect(ask("gpt-4o")).rejects.toThrow(/silent for 0\.2 s/);
    expect((await ask("gpt-6-luna")).reply.stop).toBe("done");
  } finally {
    await slow.close();
  }
});
