import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replyScenarios } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { bothWays, outcomeOf, providerAt } from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const okText = replyScenarios["ok"]?.text;

describe("ends of a stream that differ by protocol", () => {
  test("chat: a reason without [DONE] is complete", async () => {
    const { reply } = await outcomeOf(
      providerAt(server.url("no-done"), { protocol: "openai-chat" }),
    );
    expect(reply?.text).toBe(okText);
  });

  test("chat: [DONE] without a reason is complete only for servers known to omit it", async () => {
    const url = () => server.url("done-without-reason");
    const strict = await outcomeOf(providerAt(url(), { protocol: "openai-chat" }));
    expect(strict.fault?.kind).toBe("cut-stream");
    const lax = providerAt(url(), {
      protocol: "openai-chat",
      traits: { sendsFinishReason: false },
    });
    const { reply } = await outcomeOf(lax);
    expect(reply).toMatchObject({ text: okText, stop: "done" });
    expect(reply?.notes).toHaveLength(1);
    const cut = providerAt(server.url("clean-cut"), {
      protocol: "openai-chat",
      traits: { sendsFinishReason: false },
    });
    expect((await outcomeOf(cut)).fault?.kind).toBe("cut-stream");
  });

  test("responses: without its final event it is cut, and a failed one is an error", async () => {
    const at = (scenario: string) =>
      providerAt(server.url(scenario), { protocol: "openai-responses" });
    expect((await outcomeOf(at("no-done"))).fault?.kind).toBe("cut-stream");
    const { fault } = await outcomeOf(at("failed"));
    expect(fault).toMatchObject({ kind: "server", usage: { output: 20 } });
  });

  test("anthropic: a reason without message_stop is complete, message_stop without one is not", async () => {
    const at = (scenario: string) => providerAt(server.url(scenario), { protocol: "anthropic" });
    expect((await outcomeOf(at("no-done"))).reply?.text).toBe(okText);
    expect((await outcomeOf(at("done-without-reason"))).fault?.kind).toBe("cut-stream");
    expect((await outcomeOf(at("paused"))).reply?.stop).toBe("paused");
  });

  test.each(["openai-chat", "openai-responses"] as const)("%s: filtered", async (protocol) => {
    const { fault } = await outcomeOf(providerAt(server.url("filtered"), { protocol }));
    expect(fault).toMatchObject({ kind: "filtered", usage: { output: 20 } });
  });

  test.each(bothWays)(
    "$protocol, $how: usage that is missing is estimated and says so",
    async ({ protocol, canStream }) => {
      const { reply } = await outcomeOf(
        providerAt(server.url("no-usage"), { protocol, traits: { canStream } }),
      );
      expect(reply?.text).toBe(okText);
      expect(reply?.usage.isEstimated).toBe(true);
      expect(reply?.usage.output).toBeGreaterThan(5);
    },
  );

  test("an answer that was cut is charged for what arrived, not for what was counted at its beginning", async () => {
    const { fault } = await outcomeOf(
      providerAt(server.url("clean-cut"), { protocol: "anthropic" }),
    );
    expect(fault?.usage).toMatchObject({ inputUncached: 60, cacheRead: 40, isEstimated: true });
    expect(fault?.usage?.output).toBeGreaterThan(5);
  });

  test("what the provider says a call cost is kept", async () => {
    const { reply } = await outcomeOf(
      providerAt(server.url("reported-cost"), { protocol: "openai-chat" }),
    );
    expect(reply?.reportedUsd).toBe(0.0123);
  });
});
