import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/models/clock.ts";
import type { ModelClientOptions } from "../../src/models/client-state.ts";
import { createLedger } from "../../src/models/ledger.ts";
import type { ModelRequest } from "../../src/models/model-request.ts";
import type { ModelTarget } from "../../src/models/price-table.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient, type TestClient } from "./client-fixtures.ts";
import { protocolNames } from "./model-call-fixtures.ts";

const latencyMs = 1_000;
let slow: ModelServer;
beforeAll(async () => {
  slow = await startModelServer({ latencyMs, pieceDelayMs: 40 });
});
afterAll(() => slow.close());

/** Long enough that providers keep it. */
const prefix = "These are the conventions of the app that all workers share. ".repeat(100);

function fileRequest(number: number, parts: Partial<ModelRequest> = {}): ModelRequest {
  const messages = [{ role: "user", text: `Write file ${number}.` }] as const;
  return modelRequest({ system: [prefix], messages, ...parts });
}

function clientFor(target: ModelTarget, options: Partial<ModelClientOptions> = {}): TestClient {
  return testClient([target], { clock: systemClock, idleMs: 5000, ...options });
}

/** When each request reached the server, in milliseconds after the first one. */
async function startsOf(server: ModelServer, run: () => Promise<unknown>) {
  const before = server.requests.length;
  await run();
  const sent = server.requests.slice(before);
  return sent.map(({ startedAtMs }) => startedAtMs - (sent[0]?.startedAtMs ?? 0));
}

const fourFiles = (client: TestClient, parts: Partial<ModelRequest> = {}) =>
  Promise.all([1, 2, 3, 4].map((number) => client.ask(fileRequest(number, parts))));

test.each(protocolNames)(
  "%s: calls that begin alike wait until the first one's reply begins, and not until it ends",
  async (protocol) => {
    const server = await startModelServer({ latencyMs, pieceDelayMs: 40 });
    try {
      const client = clientFor(targetAt(server.url("ok"), { protocol }));
      const [, ...others] = await startsOf(server, () => fourFiles(client));
      expect(others).toHaveLength(3);
      for (const start of others) expect(start).toBeGreaterThanOrEqual(latencyMs - 5);
      // The first reply was still on its way when the others were sent.
      expect(server.mostAtOnce()).toBe(4);
      const warm = await startsOf(server, () => fourFiles(client, { promptVersion: "2" }));
      expect(Math.max(...warm)).toBeLessThan(latencyMs);
    } finally {
      await server.close();
    }
  },
);

test.each([
  ["whose beginning is short", {}, { system: ["Short."] }],
  ["to a server that keeps none", { marksCache: false }, {}],
  ["when that is switched off", {}, {}],
] as const)("calls %s start at once", async (name, traits, parts) => {
  const target = targetAt(slow.url("ok"));
  const provider = { ...target.provider, traits: { ...target.provider.traits, ...traits } };
  const off = name.includes("off") ? { warmUpMs: 0 } : {};
  const client = clientFor({ ...target, provider }, off);
  const starts = await startsOf(slow, () => fourFiles(client, parts));
  expect(Math.max(...starts)).toBeLessThan(latencyMs);
});

test("calls with another beginning do not wait", async () => {
  const client = clientFor(targetAt(slow.url("ok")));
  const starts = await startsOf(slow, () =>
    Promise.all(
      [1, 2].map((number) => client.ask(fileRequest(number, { system: [prefix + number] }))),
    ),
  );
  expect(Math.max(...starts)).toBeLessThan(latencyMs);
});

test("nobody waits longer than the bound for a first call that hangs", async () => {
  const hanging = await startModelServer();
  try {
    const client = clientFor(targetAt(hanging.url("no-headers+ok")), {
      warmUpMs: 300,
      noReplyMs: 8000,
    });
    // The first call never gets an answer; the others must not share its fate.
    const [, ...others] = await startsOf(hanging, () => fourFiles(client).catch(() => undefined));
    expect(others.slice(0, 3)).toHaveLength(3);
    for (const start of others.slice(0, 3)) {
      expect(start).toBeGreaterThanOrEqual(290);
      expect(start).toBeLessThan(7000);
    }
  } finally {
    await hanging.close();
  }
});

test("when the first call fails before its reply begins, the next one is the first", async () => {
  const client = clientFor(targetAt(slow.url("status-404+ok")), { warmUpMs: 5000 });
  const results = await Promise.allSettled(
    [1, 2, 3].map((number) => client.ask(fileRequest(number))),
  );
  // An unknown model is asked for once: nobody else is sent after it, and nobody waits for ever.
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  const again = clientFor(targetAt(slow.url("status-422+ok")), { warmUpMs: 5000 });
  const starts = await startsOf(slow, () =>
    Promise.allSettled([1, 2, 3].map((number) => again.ask(fileRequest(number)))),
  );
  expect(starts).toHaveLength(3);
  expect(starts[1]).toBeGreaterThanOrEqual(latencyMs - 5);
  expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThanOrEqual(latencyMs - 5);
});

test("replies of the ledger wait for nobody", async () => {
  const folder = await temporaryFolder();
  const ledger = createLedger(folder);
  const known = clientFor(targetAt(slow.url("ok")), { ledger });
  await known.ask(fileRequest(2));
  const client = clientFor(targetAt(slow.url("no-headers")), { ledger, noReplyMs: 8000 });
  const stop = new AbortController();
  const first = client.ask(fileRequest(1, { signal: stop.signal }));
  const startedMs = performance.now();
  expect((await client.ask(fileRequest(2))).isFromLedger).toBe(true);
  expect(performance.now() - startedMs).toBeLessThan(7000);
  stop.abort();
  await expect(first).rejects.toMatchObject({ exitCode: 130 });
});

test("a call that waits for the first one's reply can be cancelled", async () => {
  const client = clientFor(targetAt(slow.url("no-headers")), { noReplyMs: 1000 });
  const stop = new AbortController();
  const first = client.ask(fileRequest(1));
  const second = client.ask(fileRequest(2, { signal: stop.signal }));
  setTimeout(() => stop.abort(), 50);
  await expect(second).rejects.toMatchObject({ exitCode: 130 });
  await expect(first).rejects.toMatchObject({ exitCode: 4 });
});

test.each(protocolNames)("%s: what came from the provider's cache is told", async (protocol) => {
  const begun = new Set<string>();
  const server = await startModelServer({
    latencyMs: 50,
    // Keeps a prompt's beginning from the moment on at which the first reply to it begins.
    respond: ({ promptText }) => {
      const isKnown = begun.has(promptText.slice(0, prefix.length));
      begun.add(promptText.slice(0, prefix.length));
      const part = { cacheRead: isKnown ? 1500 : 0, cacheWrite: isKnown ? 0 : 1500 };
      return scriptedReply({ usage: { input: 1600, ...part, output: 20, reasoning: 0 } });
    },
  });
  try {
    const client = clientFor(targetAt(server.url("scripted"), { protocol }));
    await fourFiles(client);
    const usages = client.attempts.flatMap(({ used }) => used?.usage ?? []);
    expect(usages.map(({ cacheRead }) => cacheRead).toSorted((a, b) => a - b)).toEqual([
      0, 1500, 1500, 1500,
    ]);
    expect(usages.map(({ inputUncached }) => inputUncached)).toEqual([100, 100, 100, 100]);
  } finally {
    await server.close();
  }
});
