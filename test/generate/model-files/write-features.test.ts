import { afterAll, beforeAll, expect, test } from "vitest";
import { featureContracts } from "../../../src/generate/model-files/feature-contract.ts";
import { writeFeatures } from "../../../src/generate/model-files/write-features.ts";
import { createLedger } from "../../../src/models/ledger.ts";
import { sharedPrefixShare } from "../../../src/models/prompts/shared-prefix-share.ts";
import { targetAt, testClient } from "../../models/client-fixtures.ts";
import { faultyPages, goodPages, variantOf } from "../../support/scripted-brain/page-variants.ts";
import { scriptedBrain } from "../../support/scripted-brain/scripted-brain.ts";
import {
  startModelServer,
  type ModelServer,
} from "../../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { fourFeatures } from "./four-features.ts";

const { apps, contracts, plan, shared } = await fourFeatures();
let server: ModelServer;
let brain = await scriptedBrain({ write: goodPages });
beforeAll(async () => {
  server = await startModelServer({ respond: (request) => brain.respond(request) });
});
afterAll(() => server.close());

test("workers of four features share most of what they are told, and see no other feature's files", async () => {
  const client = testClient([targetAt(server.url("scripted"))], { idleMs: 20_000 });
  const { signal } = new AbortController();
  const started = writeFeatures(contracts, { shared, client, signal, inOrder: false });
  const written = await Promise.all(started.values());
  expect([...started.keys()].toSorted()).toEqual(["plant-diary", "recipes", "tools", "trips"]);
  expect(written.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);

  const prompts = server.requests.map(({ promptText }) => promptText);
  expect(prompts).toHaveLength(4);
  const share = sharedPrefixShare(
    prompts.map((text) => ({ system: [], messages: [{ role: "user", text }] })),
  );
  expect(share).toBeGreaterThan(0.7);
  expect(share).toBeLessThan(1);
  for (const { feature, pages } of contracts) {
    const own = prompts.filter((text) => text.includes(`src/features/${feature.id}/`));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain([...pages.values()][0]?.trim());
  }
});

test("what a model writes is the same at every run, and only pages change", async () => {
  const client = testClient([targetAt(server.url("scripted"))], { idleMs: 20_000 });
  const { signal } = new AbortController();
  const written = await Promise.all(
    writeFeatures(contracts, { shared, client, signal, inOrder: false }).values(),
  );
  for (const [index, { pages }] of written.entries()) {
    const printed = contracts[index]?.pages ?? new Map<string, string>();
    expect([...pages]).toEqual([...printed].map(([path, text]) => [path, variantOf(text)]));
    expect([...pages.keys()].every((path) => /-(?:list|page|form|toggle)\.tsx$/.test(path))).toBe(
      true,
    );
  }
});

test("a second run finds all replies in the ledger, refused and asked again ones too", async () => {
  const ledger = createLedger(await temporaryFolder());
  const write = async (scripted: typeof brain) => {
    brain = scripted;
    const client = testClient([targetAt(server.url("scripted"))], { ledger, idleMs: 20_000 });
    const { signal } = new AbortController();
    const started = writeFeatures(contracts, { shared, client, signal, inOrder: false });
    const written = await Promise.all(started.values());
    return written.map(({ pages, diagnostics }) => ({ pages: [...pages], diagnostics }));
  };
  const careless = await scriptedBrain({
    write: (question) =>
      question.earlier === 0 || question.feature === "tools"
        ? faultyPages(question, "placeholder")
        : goodPages(question),
  });
  const first = await write(careless);
  expect(careless.asked).toHaveLength(8);
  expect(first.flatMap(({ diagnostics }) => diagnostics)).toHaveLength(1);
  const silent = await scriptedBrain({});
  expect(await write(silent)).toEqual(first);
  expect(silent.asked).toEqual([]);
  brain = await scriptedBrain({ write: goodPages });
});

test("pages that differ between phases stay as they are printed", () => {
  const early = contracts.find(({ feature }) => feature.phase < plan.phases.length);
  const [path = ""] = early?.pages.keys() ?? [];
  expect(path).not.toBe("");
  const changed = apps.map((app, index) =>
    index < apps.length - 1 ? app : new Map([...app, [path, "export const filledLater = 1;\n"]]),
  );
  const offered = featureContracts(plan, changed).flatMap(({ pages }) => [...pages.keys()]);
  expect(offered).not.toContain(path);
  expect(offered.length).toBeGreaterThan(5);
});

test("a cancelled run ends the calls", async () => {
  const client = testClient([targetAt(server.url("stall-at-once"))]);
  const stop = new AbortController();
  const started = writeFeatures(contracts, { shared, client, signal: stop.signal, inOrder: false });
  stop.abort();
  const ended = await Promise.allSettled(started.values());
  expect(ended.map(({ status }) => status)).toEqual(contracts.map(() => "rejected"));
  expect(ended[0]).toMatchObject({ reason: { exitCode: 130 } });
});

test("under a budget one feature is written after the other, until the money ends", async () => {
  const before = server.requests.length;
  const client = testClient([targetAt(server.url("scripted"))], { budgetUsd: 0.4, idleMs: 20_000 });
  const { signal } = new AbortController();
  const started = writeFeatures(contracts, { shared, client, signal, inOrder: true });
  const ended = await Promise.allSettled(started.values());
  const done = ended.filter(({ status }) => status === "fulfilled").length;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(contracts.length);
  expect(ended.slice(done)).toMatchObject(
    contracts.slice(done).map(() => ({ reason: { exitCode: 3 } })),
  );
  expect(server.requests.length - before).toBe(done);
});
