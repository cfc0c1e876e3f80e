import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { askForObject } from "../../src/models/ask-for-object.ts";
import { wireSchema } from "../../src/models/wire-schema.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { protocolNames } from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const book = z.object({ title: z.string().min(2), pages: z.int().min(1).max(5000) });

function objectRequest() {
  const { output: _output, tools: _tools, ...request } = modelRequest();
  return { ...request, name: "book", schema: book };
}

async function ask(scenario: string, protocol: (typeof protocolNames)[number] = "openai-chat") {
  const client = testClient([targetAt(server.url(scenario), { protocol })]);
  const before = server.requests.length;
  const answer = await askForObject(client, objectRequest());
  return { ...answer, sent: server.requests.slice(before) };
}

test.each(protocolNames)("%s takes the schema and gives a validated value", async (protocol) => {
  const { value, sent } = await ask("json", protocol);
  expect(value).toEqual({ title: "Hello", pages: 3 });
  expect(sent).toHaveLength(1);
});

test("a code fence around the object is no fault", async () => {
  expect((await ask("fenced-json")).value).toEqual({ title: "Hello", pages: 3 });
});

test.each(["wrong-json", "not-json"])(
  "%s is sent back once with what is wrong",
  async (scenario) => {
    const { value, sent, answers } = await ask(`${scenario}+json`);
    expect(value).toEqual({ title: "Hello", pages: 3 });
    expect(answers).toHaveLength(2);
    const findings = sent[1]?.promptText ?? "";
    expect(findings).toContain("not valid");
    expect(findings).toContain(scenario === "wrong-json" ? "title: Invalid input" : "the answer:");
  },
);

describe("an answer that is no JSON by its spelling alone", () => {
  test("is mended without a second call, and said so", async () => {
    const notes: string[] = [];
    const asked = testClient([targetAt(server.url("loose-json"))]);
    const client = {
      ...asked,
      note: ({ task }: { task: string }, detail: string) => notes.push(`${task}: ${detail}`),
    };
    const { value, answers } = await askForObject(client, objectRequest());
    expect(value).toEqual({ title: "Hello", pages: 3 });
    expect(answers).toHaveLength(1);
    expect(notes).toEqual([expect.stringMatching(/^test-task: no JSON as it came; mended, first/)]);
  });

  test("goes to the repair call when it does not fit its schema then", async () => {
    const { value, sent } = await ask("loose-wrong-json+json");
    expect(value).toEqual({ title: "Hello", pages: 3 });
    expect(sent[1]?.promptText).toContain("title: Invalid input");
  });

  test("is asked again, not mended, when a token limit cut it", async () => {
    const { sent } = await ask("truncated-loose-json+json");
    expect(sent.map(({ body }) => body["max_completion_tokens"])).toEqual([1000, 2000]);
  });
});

test("a second wrong answer ends the task", async () => {
  const client = testClient([targetAt(server.url("wrong-json"))]);
  const before = server.requests.length;
  await expect(askForObject(client, objectRequest())).rejects.toMatchObject({ exitCode: 4 });
  expect(server.requests.length - before).toBe(2);
});

test("a cut answer is asked again with more room and never completed by us", async () => {
  const { value, sent } = await ask("truncated-json+truncated-json+json");
  expect(value).toEqual({ title: "Hello", pages: 3 });
  expect(sent.map(({ body }) => body["max_completion_tokens"])).toEqual([1000, 2000, 4000]);
  const client = testClient([targetAt(server.url("truncated-json"))]);
  await expect(askForObject(client, objectRequest())).rejects.toMatchObject({ exitCode: 4 });
});

describe("schemas that all providers accept", () => {
  test("limits are told in words, everything else stays", () => {
    expect(wireSchema(book)).toEqual({
      type: "object",
      properties: {
        title: { type: "string", description: "(minLength 2)" },
        pages: { type: "integer", description: "(minimum 1, maximum 5000)" },
      },
      required: ["title", "pages"],
      additionalProperties: false,
    });
  });

  test("alternatives, nullable fields and nesting are accepted by the simulated providers", async () => {
    const schema = z.object({
      title: z.string().nullable(),
      parts: z.array(
        z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("text"), text: z.string() }),
          z.object({ kind: z.literal("image"), url: z.string() }),
        ]),
      ),
    });
    for (const protocol of protocolNames) {
      const client = testClient([targetAt(server.url("json"), { protocol })]);
      const { output: _output, tools: _tools, ...request } = modelRequest();
      const failed = askForObject(client, { ...request, name: "page", schema });
      // The scripted answer is another object; what matters is that no provider refused the schema.
      await expect(failed).rejects.toMatchObject({ exitCode: 4 });
      const format = JSON.stringify(server.requests.at(-1)?.body);
      expect(format).toContain('"anyOf"');
      expect(client.attempts.map(({ outcome }) => outcome)).toEqual(["reply", "reply"]);
    }
  });

  test.each([
    ["a record", z.object({ counts: z.record(z.string(), z.number()) })],
    ["an absent field", z.object({ title: z.string().optional() })],
    ["a tuple", z.object({ pair: z.tuple([z.string(), z.number()]) })],
    ["a root that is a list", z.array(z.string())],
    ["an empty object", z.object({ inner: z.object({}) })],
  ])("%s is refused before anything is sent", (_, schema) => {
    expect(() => wireSchema(schema)).toThrow(/cannot be sent to a model/);
  });
});
