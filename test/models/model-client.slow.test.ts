import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replyScenarios } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const okText = replyScenarios["ok"]?.text;

async function countRequests<Value>(run: () => Promise<Value>) {
  const before = server.requests.length;
  const value = await run();
  return { value, requests: server.requests.length - before };
}

/** What a call that must fail throws. */
async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("the call gave a reply"),
    (error: unknown) => error,
  );
}

describe("one provider", () => {
  test.each([
    ["status-500", 4],
    ["status-529", 4],
    ["status-429", 4],
    ["status-409", 4],
    ["reset-before-headers", 3],
    ["clean-cut", 3],
    ["stall", 2],
    ["bad-chunk", 3],
    ["html-200", 3],
    ["status-401", 1],
    ["status-402", 1],
    ["status-403", 1],
    ["status-404", 1],
    ["status-413", 1],
    ["quota", 1],
    ["no-retry-500", 1],
    ["retry-after-90", 1],
  ])("%s ends with exit code 4 after %i calls, with advice", async (scenario, calls) => {
    const client = testClient([targetAt(server.url(scenario))]);
    const { value, requests } = await countRequests(() => errorOf(client.ask(modelRequest())));
    expect(value).toMatchObject({ exitCode: 4 });
    expect(value).toHaveProperty("nextSteps", [expect.any(String)]);
    expect(value).toHaveProperty("message", expect.stringContaining(`Calls: ${calls}.`));
    expect(requests).toBe(calls);
  });

  test.each(["status-400", "status-422", "refusal"])(
    "%s is the call's own fault: exit code 2, one call, no second provider",
    async (scenario) => {
      const client = testClient([
        targetAt(server.url(scenario)),
        targetAt(server.url("ok"), { id: "second" }),
      ]);
      const { value, requests } = await countRequests(() => errorOf(client.ask(modelRequest())));
      expect(value).toMatchObject({ exitCode: 2 });
      expect(requests).toBe(1);
    },
  );

  test("a server's delay is kept, an own one doubles", async () => {
    const told = testClient([targetAt(server.url("retry-after-1+retry-after-ms-150+ok"))]);
    expect((await told.ask(modelRequest())).reply.text).toBe(okText);
    expect(told.clock.sleeps).toEqual([1000, 150]);
    const own = testClient([targetAt(server.url("status-500+status-500+status-503+ok"))]);
    expect((await own.ask(modelRequest())).reply.text).toBe(okText);
    expect(own.clock.sleeps).toEqual([500, 1000, 2000]);
    expect(own.attempts.map(({ outcome }) => outcome)).toEqual([
      "server",
      "server",
      "overloaded",
      "reply",
    ]);
  });

  test("a provider that never answers is given up within the time without a reply", async () => {
    const client = testClient([targetAt(server.url("no-headers"))], { noReplyMs: 400 });
    const started = performance.now();
    const error = await errorOf(client.ask(modelRequest()));
    expect(error).toMatchObject({ exitCode: 4 });
    expect(performance.now() - started).toBeLessThan(8000);
  });

  test("a reply that takes longer than that, and is cut, leaves time for the next try", async () => {
    const slow = await startModelServer({ pieceDelayMs: 250 });
    try {
      const chain = [targetAt(slow.url("clean-cut+ok"))];
      const client = testClient(chain, { noReplyMs: 1000, idleMs: 2000 });
      expect((await client.ask(modelRequest())).reply.text).toBe(okText);
      expect(client.attempts[0]?.durationMs).toBeGreaterThan(1000);
    } finally {
      await slow.close();
    }
  });

  test("cancelling ends the call with exit code 130", async () => {
    const stop = new AbortController();
    const client = testClient([targetAt(server.url("stall"))], { idleMs: 20_000 });
    setTimeout(() => stop.abort(), 100);
    const error = await errorOf(client.ask(modelRequest({ signal: stop.signal })));
    expect(error).toMatchObject({ exitCode: 130 });
  });

  test.each([
    ["openai-chat", "schema-unsupported"],
    ["openai-responses", "schema-unsupported"],
    ["anthropic", "schema-too-large"],
  ] as const)("%s, %s: a weaker way to ask for JSON is used and remembered", async (...given) => {
    const [protocol, scenario] = given;
    const client = testClient([targetAt(server.url(`${scenario}+json+json`), { protocol })]);
    const output = {
      kind: "json",
      name: "book",
      schema: {
        type: "object",
        properties: { title: { type: "string" } },
        required: ["title"],
        additionalProperties: false,
      },
    } as const;
    const { requests } = await countRequests(() => client.ask(modelRequest({ output })));
    expect(requests).toBe(2);
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toContain('"json_schema"');
    expect(server.requests.at(-1)?.promptText).toContain("JSON Schema");
    const again = await countRequests(() => client.ask(modelRequest({ output })));
    expect(again.requests).toBe(1);
  });
});

describe("a chain of providers", () => {
  test.each([
    "status-401",
    "quota",
    "status-404",
    "status-500",
    "retry-after-90",
    "clean-cut",
    "stall",
    "html-200",
    "context-too-long",
    "filtered",
  ])("after %s the second provider answers", async (scenario) => {
    const client = testClient([
      targetAt(server.url(scenario)),
      targetAt(server.url("ok"), { id: "second", protocol: "anthropic" }),
    ]);
    const answer = await client.ask(modelRequest());
    expect(answer).toMatchObject({ provider: "second", reply: { text: okText } });
  });

  test("a provider that hangs leaves the second one its part of the time", async () => {
    const chain = [
      targetAt(server.url("no-headers")),
      targetAt(server.url("ok"), { id: "second" }),
    ];
    const started = performance.now();
    const answer = await testClient(chain, { noReplyMs: 4000 }).ask(modelRequest());
    expect(answer.provider).toBe("second");
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test("a refusal goes to the next provider only when that is allowed", async () => {
    const chain = [targetAt(server.url("refusal")), targetAt(server.url("ok"), { id: "second" })];
    const client = testClient(chain, { isRefusalShopping: true });
    expect((await client.ask(modelRequest())).provider).toBe("second");
  });

  test("a provider that failed is not asked again and again, and is tried later", async () => {
    const chain = [
      targetAt(server.url("status-500+status-500+status-500+status-500+ok")),
      targetAt(server.url("ok"), { id: "second" }),
    ];
    const client = testClient(chain);
    const first = await countRequests(() => client.ask(modelRequest()));
    expect(first.requests).toBe(5);
    const second = await countRequests(() => client.ask(modelRequest({ promptVersion: "2" })));
    expect(second).toMatchObject({ requests: 1, value: { provider: "second" } });
    await client.clock.sleep(31_000, new AbortController().signal);
    const later = await client.ask(modelRequest({ promptVersion: "3" }));
    expect(later.provider).toBe("first");
  });

  test.each([
    ["no-headers", 4],
    ["status-500", 4],
    ["status-401", 4],
  ])(
    "20 calls at once to a provider with %s do not all find out for themselves",
    async (...[scenario, places]) => {
      const client = testClient([targetAt(server.url(scenario))], {
        noReplyMs: 1000,
        maxParallel: places,
      });
      const started = performance.now();
      const { value, requests } = await countRequests(() =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            errorOf(client.ask(modelRequest({ promptVersion: String(index) }))),
          ),
        ),
      );
      for (const error of value) {
        expect(error).toMatchObject({ exitCode: 4, nextSteps: [expect.any(String)] });
      }
      expect(requests).toBeLessThanOrEqual(2 * places);
      expect(performance.now() - started).toBeLessThan(8000);
    },
  );

  test("a task is asked of the model that is its own, and of the tier's when that one fails", async () => {
    const usual = targetAt(server.url("ok"));
    const own = { ...targetAt(server.url("status-404"), { id: "own" }), model: "simulated-own" };
    const chains = {
      fast: [usual],
      standard: [usual],
      strong: [usual],
      tasks: { repair: { tier: null, target: own } },
    };
    const client = testClient([], { chains });
    await client.ask(modelRequest({ task: "repair" }));
    await client.ask(modelRequest());
    expect(client.attempts.map(({ task, model, outcome }) => [task, model, outcome])).toEqual([
      ["repair", "simulated-own", "model-not-found"],
      ["repair", "simulated-first", "reply"],
      ["test-task", "simulated-first", "reply"],
    ]);
  });

  test("when all have failed the error names each of them", async () => {
    const client = testClient([
      targetAt(server.url("status-401")),
      targetAt(server.url("status-500"), { id: "second" }),
    ]);
    const error = await errorOf(client.ask(modelRequest()));
    expect(error).toMatchObject({ exitCode: 4 });
    expect(error).toHaveProperty("message", expect.stringMatching(/first.*401.*second.*500/));
  });
});
