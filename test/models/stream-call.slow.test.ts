import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { FaultKind } from "../../src/models/model-fault.ts";
import { replyScenarios } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import {
  bothWays,
  modelCall,
  outcomeOf,
  protocolNames,
  providerAt,
  shortLimits,
  testKey,
} from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const okText = replyScenarios["ok"]?.text;
const noteTool = {
  name: "write_note",
  description: "Keeps a note.",
  inputSchema: {
    type: "object",
    properties: { title: { type: "string" }, body: { type: "string" } },
    required: ["title", "body"],
    additionalProperties: false,
  },
};
const jsonOutput = {
  kind: "json",
  name: "book",
  schema: {
    type: "object",
    properties: { title: { type: "string" }, pages: { type: "integer" } },
    required: ["title", "pages"],
    additionalProperties: false,
  },
} as const;

describe.each(bothWays)("$protocol, $how", ({ protocol, canStream }) => {
  const at = (scenario: string) =>
    providerAt(server.url(scenario), { protocol, traits: { canStream } });

  test("a complete reply has its text, usage and request id", async () => {
    const { reply, fault } = await outcomeOf(at("ok"));
    expect(fault).toBeNull();
    expect(reply).toMatchObject({
      text: okText,
      stop: "done",
      usage: { inputUncached: 60, cacheRead: 40, output: 20, reasoning: 5, isEstimated: false },
      requestId: expect.stringContaining("req_simulated"),
      notes: [],
    });
    const sent = server.requests.at(-1);
    expect(sent?.headers["authorization"]).toBe(`Bearer ${testKey}`);
    expect(sent?.headers["x-stainless-retry-count"]).toBe("0");
  });

  test("a tool call arrives as parsed input", async () => {
    const call = modelCall({ tools: [noteTool] });
    const { reply } = await outcomeOf(at("tool"), { call });
    expect(reply?.stop).toBe("tool");
    expect(reply?.tools).toMatchObject([
      { name: "write_note", input: { title: "Hello", body: "A simulated note" } },
    ]);
  });

  test("a cut tool call is no tool call, however valid it looks", async () => {
    const { reply } = await outcomeOf(at("truncated-tool"), {
      call: modelCall({ tools: [noteTool] }),
    });
    expect(reply).toMatchObject({ stop: "truncated", tools: [] });
  });

  test.each(["schema", "object", "prompt"] as const)("JSON asked by %s", async (jsonMode) => {
    const provider = providerAt(server.url("json"), { protocol, traits: { canStream, jsonMode } });
    const { reply } = await outcomeOf(provider, { call: modelCall({ output: jsonOutput }) });
    expect(reply?.text).toBe('{"title":"Hello","pages":3}');
    expect(JSON.stringify(server.requests.at(-1)?.body).includes('"pages"')).toBe(
      jsonMode === "schema",
    );
  });

  test.each(["truncated-text", "truncated-json", "context-full"])("%s", async (scenario) => {
    const { reply } = await outcomeOf(at(scenario));
    expect(reply?.stop).toBe("truncated");
  });

  test.each([
    ["status-400", "bad-request"],
    ["status-401", "auth"],
    ["status-402", "quota"],
    ["status-403", "permission"],
    ["status-404", "model-not-found"],
    ["status-408", "timeout"],
    ["status-409", "server"],
    ["status-413", "too-large"],
    ["status-422", "bad-request"],
    ["status-429", "rate-limit"],
    ["status-500", "server"],
    ["status-502", "server"],
    ["status-503", "overloaded"],
    ["status-504", "timeout"],
    ["status-529", "overloaded"],
    ["quota", protocol === "anthropic" ? "rate-limit" : "quota"],
    ["spend-limit", "quota"],
    ["context-too-long", "context-too-long"],
    ["html-502", "server"],
    ["empty-503", "overloaded"],
    ["refusal", "refusal"],
    ["reset-before-headers", "network"],
    ["html-200", "malformed"],
  ] satisfies readonly (readonly [string, FaultKind])[])(
    "%s is one request and the fault %s",
    async (scenario, kind) => {
      const before = server.requests.length;
      const { fault, reply } = await outcomeOf(at(scenario));
      expect({ kind: fault?.kind, reply }).toEqual({ kind, reply: null });
      expect(server.requests.length - before).toBe(1);
      expect(fault?.message).not.toContain("<html>");
    },
  );

  test.each([
    ["retry-after-0", 0],
    ["retry-after-1", 1000],
    ["retry-after-90", 90_000],
    ["retry-after-ms-150", 150],
    ["status-429", null],
  ])("%s is told on, not slept", async (scenario, ms) => {
    const { fault } = await outcomeOf(at(scenario));
    expect(fault?.retryAfterMs).toBe(ms);
  });

  test("a date and x-should-retry are understood", async () => {
    const { fault } = await outcomeOf(at("retry-after-date"));
    expect(fault?.retryAfterMs).toBeGreaterThan(20_000);
    expect(fault?.retryAfterMs).toBeLessThanOrEqual(60_000);
    expect((await outcomeOf(at("should-retry-400"))).fault?.shouldRetry).toBe(true);
    expect((await outcomeOf(at("no-retry-500"))).fault?.shouldRetry).toBe(false);
  });

  test("pause_turn", async () => {
    const stop = (await outcomeOf(at("paused"))).reply?.stop;
    expect(stop).toBe(protocol === "anthropic" ? "paused" : "done");
  });

  test("filtered", async () => {
    const { fault } = await outcomeOf(at("filtered"));
    expect(fault?.kind).toBe(protocol === "anthropic" ? "refusal" : "filtered");
  });

  test("a call that was cancelled before it began sends nothing", async () => {
    const before = server.requests.length;
    const { fault } = await outcomeOf(at("ok"), { signal: AbortSignal.abort() });
    expect(fault?.kind).toBe("aborted");
    expect(server.requests.length).toBe(before);
  });
});

// They wait more than they work, and none of them looks at what else the server was asked.
describe.concurrent.each(bothWays)("$protocol, $how", ({ protocol, canStream }) => {
  test("no-headers is one request and the fault timeout", async () => {
    const silent = await startModelServer();
    try {
      const provider = providerAt(silent.url("no-headers"), { protocol, traits: { canStream } });
      const { fault, reply } = await outcomeOf(provider);
      expect({ kind: fault?.kind, reply }).toEqual({ kind: "timeout", reply: null });
      expect(silent.requests).toHaveLength(1);
    } finally {
      await silent.close();
    }
  });
});

describe.concurrent.each(protocolNames)("%s, streams", (protocol) => {
  const at = (scenario: string) => providerAt(server.url(scenario), { protocol });

  test.each([
    ["error-event", "server"],
    ["overloaded-event", "overloaded"],
    ["clean-cut", "cut-stream"],
    ["reset", "cut-stream"],
    ["bad-chunk", "malformed"],
    ["stall", "idle-timeout"],
  ] satisfies readonly (readonly [string, FaultKind])[])(
    "%s is the fault %s and keeps what had arrived",
    async (scenario, kind) => {
      const { fault, text } = await outcomeOf(at(scenario));
      expect(fault?.kind).toBe(kind);
      expect(text.length).toBeGreaterThan(5);
      expect(okText?.startsWith(text)).toBe(true);
      expect(fault?.partialText).toBe(text);
      expect(fault?.usage).not.toBeNull();
    },
  );

  test.each([
    ["empty-stream", "cut-stream"],
    ["stall-at-once", "idle-timeout"],
    ["half-json", "malformed"],
    ["empty-200", "malformed"],
    ["silent-body", "idle-timeout"],
    ["length-cut", "cut-stream"],
    ["error-200", "server"],
    ["endless", "malformed"],
  ] satisfies readonly (readonly [string, FaultKind])[])("%s is %s", async (scenario, kind) => {
    const { fault } = await outcomeOf(at(scenario));
    expect(fault?.kind).toBe(kind);
  });

  test("a server that sends one object although a stream was asked is understood", async () => {
    const { reply } = await outcomeOf(at("json-200"));
    expect(reply).toMatchObject({
      text: okText,
      stop: "done",
      usage: { inputUncached: 60, cacheRead: 40, output: 20 },
      notes: ["the server did not stream"],
    });
    const call = modelCall({ tools: [noteTool] });
    expect((await outcomeOf(at("json-200-tool"), { call })).reply).toMatchObject({
      stop: "tool",
      tools: [{ input: { title: "Hello", body: "A simulated note" } }],
    });
    expect((await outcomeOf(at("json-200-truncated"))).reply?.stop).toBe("truncated");
    expect((await outcomeOf(at("json-200-refusal"))).fault?.kind).toBe("refusal");
  });

  test(
    "a stream that never ends is cut by time, however alive it is",
    { concurrent: false },
    async () => {
      const slow = await startModelServer({ pieceDelayMs: 600 });
      try {
        const limits = { ...shortLimits, idleMs: 20_000, totalMs: 3_500 };
        const { fault } = await outcomeOf(providerAt(slow.url("ok"), { protocol }), { limits });
        expect(fault).toMatchObject({ kind: "timeout", partialText: expect.stringMatching(/./) });
      } finally {
        await slow.close();
      }
    },
  );

  test("headers alone are no sign of a reply", async () => {
    const limits = { ...shortLimits, headersMs: 200, idleMs: 5000 };
    const { fault } = await outcomeOf(at("stall-at-once"), { limits });
    expect(fault?.kind).toBe("timeout");
  });

  test.each(["crlf", "comments", "split-bytes", "pings"])("%s change nothing", async (scenario) => {
    const { reply, text } = await outcomeOf(at(scenario));
    expect(reply?.text).toBe(okText);
    expect(text).toBe(okText);
  });

  test.each(["open-end", "reset-at-end"])("%s: all that was written is there", async (scenario) => {
    const { reply, fault } = await outcomeOf(at(scenario));
    expect(fault).toBeNull();
    expect(reply).toMatchObject({ text: okText, stop: "done", usage: { output: 20 } });
  });

  test("a stream that goes on for longer than the silence limit is no silence", async () => {
    const slow = await startModelServer({ pieceDelayMs: 600 });
    try {
      const provider = providerAt(slow.url("ok"), { protocol });
      const { reply } = await outcomeOf(provider, { limits: { ...shortLimits, idleMs: 3_000 } });
      expect(reply?.text).toBe(okText);
    } finally {
      await slow.close();
    }
  });

  test("cancelling in the middle ends the call at once", async () => {
    const stop = new AbortController();
    const { fault } = await outcomeOf(at("stall"), {
      signal: stop.signal,
      onEvent: () => stop.abort(),
      limits: { ...shortLimits, idleMs: 20_000 },
    });
    expect(fault?.kind).toBe("aborted");
  });

  test("the silence limit ends a stalled reply in time", async () => {
    const started = performance.now();
    await outcomeOf(at("stall"));
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe.concurrent.each(protocolNames)("%s, whole replies", (protocol) => {
  test.each([
    ["half-json", "malformed"],
    ["empty-200", "malformed"],
    ["silent-body", "idle-timeout"],
    ["length-cut", "cut-stream"],
    ["endless", "malformed"],
    ["error-200", "server"],
  ] satisfies readonly (readonly [string, FaultKind])[])("%s is %s", async (scenario, kind) => {
    const provider = providerAt(server.url(scenario), { protocol, traits: { canStream: false } });
    expect((await outcomeOf(provider)).fault?.kind).toBe(kind);
  });
});

test("a server that cannot be reached is a network fault that says why", async () => {
  const closed = await startModelServer();
  const url = closed.url("ok");
  await closed.close();
  for (const protocol of protocolNames) {
    const { fault } = await outcomeOf(providerAt(url, { protocol }));
    expect(fault).toMatchObject({ kind: "network", usage: null });
    expect(fault?.message).toContain("nothing listens");
  }
});

test.each(protocolNames)("%s: a name that nobody knows is a network fault", async (protocol) => {
  const nowhere = providerAt("http://no-such-host.invalid", { protocol });
  const { fault } = await outcomeOf(nowhere, { limits: { ...shortLimits, headersMs: 5000 } });
  expect(fault).toMatchObject({ kind: "network", usage: null });
  expect(fault?.message).toMatch(/its name (?:is not known|could not be looked up)/);
});

describe("what is sent", () => {
  test.each(protocolNames)(
    "%s: the environment's headers go to their own provider only",
    async (protocol) => {
      const secret = "gateway-secret-0123456789";
      vi.stubEnv("OPENAI_CUSTOM_HEADERS", `x-gateway: ${secret}`);
      vi.stubEnv("ANTHROPIC_CUSTOM_HEADERS", `x-gateway: ${secret}`);
      vi.stubEnv("OPENAI_ORG_ID", secret);
      vi.stubEnv("OPENAI_PROJECT_ID", secret);
      vi.stubEnv("ANTHROPIC_AUTH_TOKEN", secret);
      try {
        expect((await outcomeOf(providerAt(server.url("ok"), { protocol }))).fault).toBeNull();
        expect(JSON.stringify(server.requests.at(-1))).not.toContain(secret);
        const provider = providerAt(server.url("ok"), { protocol });
        vi.stubEnv(
          protocol === "anthropic" ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL",
          provider.baseUrl,
        );
        await outcomeOf(provider);
        expect(server.requests.at(-1)?.headers["x-gateway"]).toBe(secret);
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  test.each(protocolNames)(
    "%s: calls that begin alike share the provider's cache",
    async (protocol) => {
      const provider = providerAt(server.url("ok"), { protocol });
      const bodies = [];
      for (const text of ["Write a.", "Write b."]) {
        await outcomeOf(provider, { call: modelCall({ messages: [{ role: "user", text }] }) });
        bodies.push(server.requests.at(-1)?.body);
      }
      const [first, second] = bodies.map((body) => JSON.stringify(body));
      const mark = protocol === "anthropic" ? "cache_control" : "prompt_cache_key";
      expect(first).toContain(mark);
      expect(first?.replace("Write a.", "Write b.")).toBe(second);
    },
  );
});
