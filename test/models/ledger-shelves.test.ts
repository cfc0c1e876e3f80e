import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createShelves, modelsInLedger } from "../../src/models/ledger-shelves.ts";
import type { LedgerMode } from "../../src/models/ledger.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";

const server = await startModelServer();
afterAll(() => server.close());

async function shelvesAt(
  { kept, first }: { readonly kept?: string; readonly first?: string } = {},
  mode: LedgerMode = "use",
) {
  const shelves = createShelves(kept ?? (await temporaryFolder()), mode);
  if (first !== undefined) shelves.readFirst(first);
  return shelves;
}

const asksFor = (version: string) => modelRequest({ promptVersion: version });

test("what an app brings along is not bought again, and counts as used", async () => {
  const app = await temporaryFolder();
  const chain = [targetAt(server.url("ok"))];
  const builder = await shelvesAt({ kept: app });
  await testClient(chain, { ledger: builder }).ask(asksFor("1"));
  const before = server.requests.length;

  const kept = await temporaryFolder();
  const shelves = await shelvesAt({ kept, first: app });
  const client = testClient(chain, { ledger: shelves });
  expect((await client.ask(asksFor("1"))).isFromLedger).toBe(true);
  expect(server.requests.length).toBe(before);
  expect(shelves.used()).toEqual(builder.used());
  expect(await readdir(kept)).toEqual([]);
  await client.ask(asksFor("2"));
  expect(shelves.used().size).toBe(2);
  expect(await readdir(kept)).toHaveLength(1);
  expect(await readdir(app)).toHaveLength(1);
});

test("a folder that is not there has no replies", async () => {
  const shelves = await shelvesAt({ first: join(await temporaryFolder(), "none") });
  const client = testClient([targetAt(server.url("ok"))], { ledger: shelves });
  expect((await client.ask(asksFor("1"))).isFromLedger).toBe(false);
});

test("replies that are recorded anew are those that count as used", async () => {
  const kept = await temporaryFolder();
  const use = await shelvesAt({ kept });
  await testClient([targetAt(server.url("ok"))], { ledger: use }).ask(asksFor("1"));
  const record = await shelvesAt({ kept }, "record");
  const chain = [targetAt(server.url("fenced-json"))];
  await testClient(chain, { ledger: record }).ask(asksFor("1"));
  expect([...record.used().keys()]).toEqual([...use.used().keys()]);
  expect([...record.used().values()]).not.toEqual([...use.used().values()]);
});

test("a ledger says whose replies it holds", async () => {
  const folder = await temporaryFolder();
  expect(await modelsInLedger(join(folder, "none"))).toEqual([]);
  const ledger = await shelvesAt({ kept: folder });
  for (const id of ["second", "first"]) {
    const client = testClient([targetAt(server.url("ok"), { id })], { ledger });
    for (const version of ["1", "2"]) await client.ask(asksFor(version));
  }
  for (const name of ["notes.txt", `${"0".repeat(64)}.json`]) {
    await writeFile(join(folder, name), "no reply");
  }
  expect(await modelsInLedger(folder)).toEqual([
    { provider: "first", model: "simulated-first" },
    { provider: "second", model: "simulated-second" },
  ]);
});

test("a rerun counts what its replies once cost: it stops at the same place, and says what is enough", async () => {
  const kept = await temporaryFolder();
  const run = async (budgetUsd: number) => {
    const ledger = await shelvesAt({ kept });
    const client = testClient([targetAt(server.url("ok"))], { ledger, budgetUsd });
    await client.ask(asksFor("1"));
    await client.ask(asksFor("1"));
    const spent = client.spentUsd();
    const second = await client.ask(asksFor("2")).catch((error: unknown) => error);
    return { client, spent, second };
  };
  const first = await run(0.0103);
  const again = await run(0.0103);
  expect(again.spent).toBeCloseTo(first.spent, 9);
  for (const { second } of [first, again]) expect(second).toMatchObject({ exitCode: 3 });
  expect(String(again.second)).toBe(String(first.second));
  const advice: unknown = Reflect.get(Object(first.second), "nextSteps");
  const [, enough = ""] = /at least \$([\d.]+)/.exec(String(advice)) ?? [];
  const enoughForBoth = await run(Number(enough));
  expect(enoughForBoth.second).toMatchObject({ isFromLedger: false });
  const used = enoughForBoth.client.attempts.map((attempt) => attempt.used?.usd ?? null);
  // The second time the first reply is asked for, it owes nothing more.
  expect(used).toEqual([expect.closeTo(first.spent, 9), null, expect.closeTo(first.spent, 9)]);
});
