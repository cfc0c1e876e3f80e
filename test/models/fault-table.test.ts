import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { askForObject } from "../../src/models/ask-for-object.ts";
import type { FaultKind } from "../../src/models/model-fault.ts";
import type { Provider } from "../../src/models/provider.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { modelRequest, targetAt, testClient, type TestClient } from "./client-fixtures.ts";

/** The table of faults in docs/models.md, line by line: what it promises to users is what happens. */
interface Row {
  readonly fault: string;
  readonly tries: string;
  readonly next: string;
  readonly exitCode: number;
  readonly advice: string;
}

function readRows(): readonly Row[] {
  const docs = readFileSync(join(import.meta.dirname, "../../docs/models.md"), "utf8");
  const [, table = ""] = docs.split("| fault | what happened |");
  const [, ...lines] = (table.split("\n\n")[0] ?? "").split("\n").slice(1);
  return lines.map((line) => {
    const [, fault = "", , tries = "", next = "", end = ""] = line
      .split("|")
      .map((cell) => cell.trim());
    const [code = "", advice = ""] = end.split(": ");
    return { fault: fault.replaceAll("`", ""), tries, next, exitCode: Number(code), advice };
  });
}

const rows = readRows();

/** Scenarios of the simulated server, each for one of the ways in which a fault happens. */
const scenarios: Readonly<Record<Exclude<FaultKind, "aborted">, readonly string[]>> = {
  auth: ["status-401"],
  quota: ["status-402", "quota", "spend-limit"],
  permission: ["status-403"],
  "model-not-found": ["status-404"],
  "bad-request": ["status-400", "status-422"],
  "context-too-long": ["context-too-long"],
  "too-large": ["status-413"],
  "rate-limit": ["status-429", "retry-after-1"],
  overloaded: ["status-503", "status-529", "overloaded-event"],
  server: ["status-500", "status-502", "status-409", "html-502", "error-event", "failed"],
  network: ["reset-before-headers"],
  timeout: ["status-408", "status-504"],
  "idle-timeout": ["stall"],
  "cut-stream": ["clean-cut", "reset", "empty-stream"],
  malformed: ["html-200", "half-json", "bad-chunk", "endless"],
  refusal: ["refusal"],
  filtered: ["filtered"],
};

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

function rowOf(fault: string): Row {
  const row = rows.find((candidate) => candidate.fault === fault);
  if (row === undefined) throw new Error(`docs/models.md has no line for ${fault}`);
  return row;
}

/** How many calls a line promises: one, and the tries that its cell begins with. */
function callsOf({ tries }: Row): number {
  return 1 + (/^\d/.test(tries) ? Number.parseInt(tries, 10) : 0);
}

/** Words of the docs that carry meaning, all of which the program says too. */
function expectAdvice(error: { readonly nextSteps: readonly string[] }, { advice }: Row): void {
  const said = error.nextSteps.join(" ").toLowerCase();
  const words = advice.toLowerCase().match(/[a-z']{4,}/g) ?? [];
  expect(words.filter((word) => !said.includes(word))).toEqual([]);
}

const errorSchema = z.object({
  exitCode: z.number(),
  message: z.string(),
  nextSteps: z.array(z.string()),
});

async function failureOf(promise: Promise<unknown>): Promise<z.infer<typeof errorSchema>> {
  return promise.then(
    () => expect.unreachable("a call that must fail gave a reply"),
    (error: unknown) => errorSchema.parse(error),
  );
}

/** Only the Responses protocol has a failed reply. */
function protocolOf(scenario: string): Provider["protocol"] {
  return scenario === "failed" ? "openai-responses" : "openai-chat";
}

describe.each(Object.entries(scenarios))("%s", (kind, names) => {
  const row = rowOf(kind);

  test.each(names)("%s alone: calls, exit code and advice", async (scenario) => {
    const protocol = protocolOf(scenario);
    const client = testClient([targetAt(server.url(scenario), { protocol })]);
    const before = server.requests.length;
    const error = await failureOf(client.ask(modelRequest()));
    expect(client.attempts.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: callsOf(row) }, () => kind),
    );
    expect(server.requests.length - before).toBe(callsOf(row));
    expect(error.message).toContain(`Calls: ${callsOf(row)}.`);
    expect(error.exitCode).toBe(row.exitCode);
    expectAdvice(error, row);
  });

  test.each(names)("%s: whether the next provider is asked", async (scenario) => {
    const client = testClient([
      targetAt(server.url(scenario), { protocol: protocolOf(scenario) }),
      targetAt(server.url("ok"), { id: "second" }),
    ]);
    const provider = await client.ask(modelRequest()).then(
      (answer) => answer.provider,
      () => null,
    );
    expect(provider).toBe(row.next === "yes" ? "second" : null);
  });
});

const book = z.object({ title: z.string(), pages: z.int() });

async function objectFailure(client: TestClient, more: { readonly mostRepairs?: number } = {}) {
  const { output: _output, tools: _tools, ...request } = modelRequest();
  const asked = { ...request, name: "book", schema: book, ...more };
  return failureOf(askForObject(client, asked));
}

describe("faults of our own", () => {
  test("aborted", async () => {
    const stop = new AbortController();
    stop.abort();
    const chain = [targetAt(server.url("ok")), targetAt(server.url("ok"), { id: "second" })];
    const error = await failureOf(testClient(chain).ask(modelRequest({ signal: stop.signal })));
    expect(error.exitCode).toBe(rowOf("aborted").exitCode);
  });

  test("(budget)", async () => {
    const row = rowOf("(budget)");
    const before = server.requests.length;
    const chain = [targetAt(server.url("ok")), targetAt(server.url("ok"), { id: "second" })];
    const client = testClient(chain, { budgetUsd: 0.001 });
    const error = await failureOf(client.ask(modelRequest()));
    expect(error).toMatchObject({ exitCode: row.exitCode });
    expect(error.nextSteps[0]).toMatch(/budget of at least \$0\.\d+/);
    expect(server.requests.length).toBe(before);
  });

  test("(price)", async () => {
    const row = rowOf("(price)");
    const unknown = targetAt(server.url("ok"), { price: null });
    const before = server.requests.length;
    const error = await failureOf(testClient([unknown], { budgetUsd: 1 }).ask(modelRequest()));
    expect(error).toMatchObject({ exitCode: row.exitCode });
    expectAdvice(error, row);
    expect(server.requests.length).toBe(before);
    const both = testClient([unknown, targetAt(server.url("ok"), { id: "second" })], {
      budgetUsd: 1,
    });
    expect((await both.ask(modelRequest())).provider).toBe("second");
  });

  test.each([undefined, 3])("(schema), most repairs: %s", async (mostRepairs) => {
    const row = rowOf("(schema)");
    const before = server.requests.length;
    const client = testClient([targetAt(server.url("wrong-json"))]);
    const error = await objectFailure(client, mostRepairs === undefined ? {} : { mostRepairs });
    expect(error.exitCode).toBe(row.exitCode);
    expectAdvice(error, row);
    const repairs = mostRepairs === undefined ? 1 : Number(/(\d) for designs/.exec(row.tries)?.[1]);
    expect(server.requests.length - before).toBe(1 + repairs);
  });

  test("(cut JSON)", async () => {
    const row = rowOf("(cut JSON)");
    const before = server.requests.length;
    const error = await objectFailure(testClient([targetAt(server.url("truncated-json"))]));
    expect(error.exitCode).toBe(row.exitCode);
    expectAdvice(error, row);
    expect(server.requests.length - before).toBe(callsOf(row));
  });

  test("every line of the table is tested", () => {
    const ours = ["aborted", "(budget)", "(price)", "(schema)", "(cut JSON)"];
    expect(rows.map(({ fault }) => fault)).toEqual([...Object.keys(scenarios), ...ours]);
  });
});
