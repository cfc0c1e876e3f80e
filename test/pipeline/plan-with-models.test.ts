import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { InputError } from "../../src/core/errors.ts";
import { recordFiles, reportFile } from "../../src/pipeline/app-record.ts";
import { createModelRun, type ModelRun } from "../../src/pipeline/model-run.ts";
import { planApp } from "../../src/pipeline/plan-app.ts";
import type { AskPerson } from "../../src/pipeline/planned-app.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";
import { targetAt } from "../models/client-fixtures.ts";
import { clubsDraft } from "../plan/book-club-draft.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
const request = "book clubs for people who read";
const question = { question: "May anybody join a club?", assumed: "Yes." };
const secret = "hunter2hunter2hunter2";

const understanding = {
  appName: "Readers",
  features: [{ id: "profiles", evidence: "people" }],
  excluded: [],
  limits: [],
  wishes: [{ title: "Book clubs", summary: `Clubs, ${secret}.`, evidence: "book clubs" }],
  look: null,
  changes: [],
  questions: [question],
  notUnderstood: [],
};

/** A simulated model that has a question until it is answered. */
const server = await startModelServer({
  respond: ({ promptText }) => {
    const isFirst = promptText.includes("Say what a request asks for");
    const questions = promptText.includes("Only members") ? [] : [question];
    return scriptedReply({
      text: JSON.stringify(isFirst ? { ...understanding, questions } : clubsDraft()),
    });
  },
});
afterAll(() => server.close());

async function modelRun(ledgerFolder?: string) {
  const events: RunEvent[] = [];
  const chain = [targetAt(server.url("scripted"))];
  const models = createModelRun({
    chains: { fast: chain, standard: chain, strong: chain },
    budgetUsd: null,
    deadlineMs: 5000,
    ledgerFolder: ledgerFolder ?? (await temporaryFolder()),
    mode: "use",
    endsOffline: false,
    secrets: [secret],
    emit: (event) => events.push(event),
  });
  return { models, events };
}

function planned(
  models: ModelRun,
  {
    askPerson = null,
    root,
  }: { readonly askPerson?: AskPerson | null; readonly root?: string } = {},
) {
  const { signal } = new AbortController();
  const appFolder = root === undefined ? null : () => root;
  return planApp(request, {
    catalog,
    models,
    catalogMode: "auto",
    signal,
    askPerson,
    appFolder,
  });
}

test("a person is asked once; the answer is understood with the request, and is in the brief", async () => {
  const asked: unknown[] = [];
  const before = server.requests.length;
  const { models } = await modelRun();
  const { plan } = await planned(models, {
    askPerson: async (questions) => {
      asked.push(questions);
      return [" Only members of the library. "];
    },
  });
  expect(asked).toEqual([[question]]);
  const sent = server.requests.slice(before).map(({ promptText }) => promptText);
  expect(sent).toHaveLength(3);
  expect(sent[0]).not.toContain("Only members");
  expect(sent[1]).toContain("May anybody join a club?\nOnly members of the library.");
  expect(plan.brief).toMatchObject({
    request,
    questions: [{ ...question, answer: "Only members of the library." }],
  });
  expect(plan.brief.assumptions.join(" ")).not.toContain("Assumed");
});

test("an empty answer takes what is assumed, and nothing is asked again", async () => {
  const before = server.requests.length;
  const { models } = await modelRun();
  const { plan } = await planned(models, { askPerson: async () => [""] });
  expect(server.requests.length - before).toBe(2);
  expect(plan.brief.questions).toEqual([{ ...question, answer: null }]);
  expect(plan.brief.assumptions).toContain("May anybody join a club? Assumed: Yes.");
});

test("what was answered for an app is not asked again, and its replies are not bought again", async () => {
  const first = await modelRun();
  const { plan } = await planned(first.models, { askPerson: async () => ["Only members."] });
  const root = await temporaryFolder();
  await mkdir(join(root, ".megamind", "ledger"), { recursive: true });
  const replies = await first.models.ledgerRecords(new Set());
  const records = await recordFiles({ plan, phase: 1, app: new Map() });
  for (const [path, content] of [...replies, ...records])
    await writeFile(join(root, path), content);

  const before = server.requests.length;
  const { models, events } = await modelRun();
  const nobody: AskPerson = () => Promise.reject(new InputError("nobody is there"));
  const again = await planned(models, { askPerson: nobody, root });
  // The first reply is looked for before it is known which app it is.
  expect(server.requests.length - before).toBe(1);
  expect(again.plan).toEqual(plan);
  expect(events.filter(({ type }) => type === "model:end")).toMatchObject([
    { outcome: "reply" },
    { outcome: "ledger" },
    { outcome: "ledger" },
  ]);
  expect(await models.ledgerRecords(new Set())).toEqual(replies);
});

test("secrets of the environment are in no prompt, reply or record", async () => {
  const before = server.requests.length;
  const { models, events } = await modelRun();
  const { plan } = await planned(models);
  const sent = server.requests.slice(before).map(({ promptText }) => promptText);
  const files = await models.ledgerRecords(new Set());
  expect(files.size).toBe(2);
  const all = JSON.stringify([sent, [...files], plan, events]);
  expect(all).not.toContain(secret);
  expect(all).toContain("Clubs, [redacted].");
});

test("a report says what was expected and what it was, the same for bought and kept replies", async () => {
  const ledgerFolder = await temporaryFolder();
  const reports: string[] = [];
  for (const _ of ["bought", "kept"]) {
    const { models } = await modelRun(ledgerFolder);
    const { plan } = await planned(models);
    await models.client.ask({
      task: "write-files",
      feature: "book-clubs",
      promptVersion: "1",
      tier: "standard",
      system: [],
      messages: [{ role: "user", text: "Write." }],
      output: { kind: "text" },
      tools: [],
      maxOutputTokens: 100,
      effort: null,
      signal: new AbortController().signal,
    });
    for (const phase of [plan.phases[0], plan.phases.at(-1)]) {
      if (phase === undefined) continue;
      reports.push((await reportFile({ phase, reports: [], notes: [], repairs: [], models }))[1]);
    }
    expect(await models.ledgerRecords(new Set())).toHaveProperty("size", 2);
    expect(await models.ledgerRecords(new Set(["book-clubs"]))).toHaveProperty("size", 3);
  }
  const [first = "", last = "", ...again] = reports;
  expect(again).toEqual([first, last]);
  expect(JSON.parse(first)).toMatchObject({
    models: { plan: { calls: 2, inputTokens: 200, outputTokens: 40, usd: 0.000528 } },
  });
  expect(JSON.parse(last)).toMatchObject({
    models: { expected: { calls: 1 }, actual: { calls: 1, usd: 0.000264 } },
  });
});
