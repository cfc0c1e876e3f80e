import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLedger } from "../../src/models/ledger.ts";
import type { ModelRequest } from "../../src/models/model-request.ts";
import { loadPrompt } from "../../src/models/prompts/load-prompt.ts";
import { renderPrompt } from "../../src/models/prompts/render-prompt.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient, type TestClient } from "./client-fixtures.ts";
import { protocolNames } from "./model-call-fixtures.ts";

/** Windows of a tenth of a request, of its shorter form, of the whole, and one that nobody knows. */
const models = [
  { id: "simulated-tiny", maxInput: 1000, maxOutput: 500 },
  { id: "simulated-small", maxInput: 7000, maxOutput: 500 },
  { id: "simulated-other-small", maxInput: 7000, maxOutput: 500 },
  { id: "simulated-large", maxInput: 50_000, maxOutput: 500 },
];

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ models });
});
afterAll(() => server.close());

const conventions = Array.from(
  { length: 800 },
  (_, line) => `Convention ${line}: write code well.`,
);

/** About 10,000 tokens, most of them conventions; how files are to be written stays. */
async function longRequest(): Promise<ModelRequest> {
  const inputs = {
    conventions: conventions.join("\n"),
    app: "The app.",
    contract: "The contract: three pages.",
    files: `The pages as they are. ${"They are long. ".repeat(100)}`,
    findings: "None.",
    allowed: "src/features/books/",
  };
  const prompt = renderPrompt(await loadPrompt("write-files"), inputs);
  return modelRequest({ ...prompt, maxOutputTokens: 400 });
}

function clientFor(ids: readonly string[], protocol: (typeof protocolNames)[number], more = {}) {
  const notes: string[] = [];
  const chain = ids.map((id) => targetAt(server.url("ok"), { id, protocol }));
  const client = testClient(chain, { onNote: (_, detail) => notes.push(detail), ...more });
  return { client, notes, before: server.requests.length };
}

const outcomes = (client: TestClient) =>
  client.attempts.map(({ model, outcome }) => `${model.replace("simulated-", "")} ${outcome}`);

describe.each(protocolNames)("a prompt that does not fit, %s", (protocol) => {
  test("is sent once more with less of what may be left out", async () => {
    const { client, notes, before } = clientFor(["small"], protocol);
    const answer = await client.ask(await longRequest());
    expect(answer.model).toBe("simulated-small");
    expect(outcomes(client)).toEqual(["small context-too-long", "small reply"]);
    const [whole, shorter] = server.requests.slice(before).map(({ promptText }) => promptText);
    expect(shorter?.length).toBeLessThan((whole?.length ?? 0) * 0.52);
    expect(shorter).toContain("Convention 0: write code well.\n");
    expect(shorter).not.toContain("Convention 799:");
    expect(shorter).toMatch(/\(The last \d+ of 800 lines are left out here\.\)/);
    for (const kept of [
      "The contract: three pages.",
      "They are long. ".repeat(100),
      "src/features/books/",
    ]) {
      expect(shorter).toContain(kept);
    }
    expect(notes).toEqual([
      expect.stringMatching(
        /^too long for simulated-small, left out: conventions: its last \d+ of 800 lines$/,
      ),
    ]);
  });

  test("goes on to a model with a larger window, in whole; one with no larger window is not asked", async () => {
    const { client } = clientFor(["tiny", "large"], protocol);
    expect((await client.ask(await longRequest())).model).toBe("simulated-large");
    expect(outcomes(client)).toEqual([
      "tiny context-too-long",
      "tiny context-too-long",
      "large reply",
    ]);
    const stuck = clientFor(["tiny", "tiny"], protocol);
    await expect(stuck.client.ask(await longRequest())).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(
        /simulated-tiny.*too long.*Calls: 2\..*Not asked: its window of 1000 tokens is no larger/,
      ),
      nextSteps: [expect.stringContaining("use a model with a larger context")],
    });
    expect(outcomes(stuck.client).at(-1)).toBe("tiny skipped");
  });
});

test("a request with nothing to leave out goes on at once", async () => {
  const { client, notes } = clientFor(["small", "other-small", "large"], "openai-chat");
  const { shortenings: _, ...request } = await longRequest();
  expect((await client.ask(request)).model).toBe("simulated-large");
  expect(outcomes(client)).toEqual([
    "small context-too-long",
    "other-small skipped",
    "large reply",
  ]);
  expect(notes).toEqual([]);
});

test("the shorter reply is found in the ledger: nothing is sent twice, and a replay has it", async () => {
  const folder = await temporaryFolder();
  const request = await longRequest();
  const first = clientFor(["small"], "anthropic", { ledger: createLedger(folder) });
  await first.client.ask(request);
  const replay = createLedger(folder, { mode: "replay" });
  const second = clientFor(["small"], "anthropic", { ledger: replay });
  expect(await second.client.ask(request)).toMatchObject({ isFromLedger: true });
  expect(server.requests.length).toBe(second.before);
  expect(second.notes).toEqual(first.notes);
});

test("an answer longer than the model gives is asked for again within its limit, once it is known", async () => {
  for (const protocol of protocolNames) {
    const { client, before } = clientFor(["large"], protocol);
    const request = modelRequest({ maxOutputTokens: 4000 });
    expect((await client.ask(request)).reply.stop).toBe("done");
    await client.ask({ ...request, promptVersion: "2" });
    const limits = server.requests
      .slice(before)
      .map(({ body }) =>
        ["max_tokens", "max_completion_tokens", "max_output_tokens"].flatMap(
          (name) => body[name] ?? [],
        ),
      );
    expect(limits).toEqual([[4000], [500], [500]]);
  }
});

test("the list of models is asked for once, and a server without one changes nothing", async () => {
  const bare = await startModelServer();
  try {
    const chain = ["small", "large"].map((id) => targetAt(bare.url("context-too-long"), { id }));
    const client = testClient(chain);
    await expect(client.ask(modelRequest())).rejects.toMatchObject({ exitCode: 4 });
    expect(client.attempts.map(({ outcome }) => outcome)).toEqual([
      "context-too-long",
      "context-too-long",
    ]);
  } finally {
    await bare.close();
  }
  const { client } = clientFor(["tiny", "tiny", "tiny"], "openai-chat");
  const before = server.listRequests();
  await expect(client.ask(await longRequest())).rejects.toMatchObject({ exitCode: 4 });
  expect(server.listRequests() - before).toBe(1);
});
