import { spawn } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLedger } from "../../src/models/ledger.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { testKey } from "./model-call-fixtures.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

test("a reply is kept for its owner only, and the second run buys nothing", async () => {
  const folder = join(await temporaryFolder(), "ledger");
  const run = () => {
    const chain = [targetAt(server.url("ok")), targetAt(server.url("ok"), { id: "second" })];
    return testClient(chain, { ledger: createLedger(folder), budgetUsd: 1 });
  };
  const first = await run().ask(modelRequest());
  const [name, ...others] = await readdir(folder);
  expect(others).toEqual([]);
  const path = join(folder, name ?? "");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const kept = await readFile(path, "utf8");
  expect(kept).not.toContain(testKey);
  expect(kept).not.toContain("Say something.");

  const before = server.requests.length;
  const client = run();
  const second = await client.ask(modelRequest());
  expect(server.requests.length).toBe(before);
  expect(second).toMatchObject({ isFromLedger: true, reply: first.reply, cost: { usd: 0 } });
  expect(client.attempts).toMatchObject([{ outcome: "ledger", cost: { usd: 0 } }]);
});

test("a reply of the second provider is found although the first one is well again", async () => {
  const folder = await temporaryFolder();
  const second = targetAt(server.url("ok"), { id: "second" });
  const options = { ledger: createLedger(folder) };
  await testClient([targetAt(server.url("status-401")), second], options).ask(modelRequest());
  const before = server.requests.length;
  const again = await testClient([targetAt(server.url("ok")), second], options).ask(modelRequest());
  expect(again).toMatchObject({ provider: "second", isFromLedger: true });
  expect(server.requests.length).toBe(before);
});

test("another prompt, model, limit or version asks again; faults are not kept", async () => {
  const folder = await temporaryFolder();
  const client = testClient([targetAt(server.url("ok"))], { ledger: createLedger(folder) });
  await client.ask(modelRequest());
  const others = [
    modelRequest({ system: ["Another."] }),
    modelRequest({ maxOutputTokens: 7 }),
    modelRequest({ promptVersion: "2" }),
    modelRequest({ effort: "low" }),
  ];
  for (const other of others) expect((await client.ask(other)).isFromLedger).toBe(false);
  const broken = testClient([targetAt(server.url("clean-cut"))], {
    ledger: createLedger(await temporaryFolder()),
  });
  await expect(broken.ask(modelRequest())).rejects.toMatchObject({ exitCode: 4 });
  expect(await readdir(folder)).toHaveLength(1 + others.length);
});

test("equal requests at the same time are bought once", async () => {
  const client = testClient([targetAt(server.url("ok"))], {
    ledger: createLedger(await temporaryFolder()),
  });
  const before = server.requests.length;
  const answers = await Promise.all([1, 2, 3, 4].map(() => client.ask(modelRequest())));
  expect(server.requests.length - before).toBe(1);
  expect(answers.filter(({ isFromLedger }) => isFromLedger)).toHaveLength(3);
});

test("replay sends nothing and a miss is an error; record asks anew", async () => {
  const folder = await temporaryFolder();
  const chain = [targetAt(server.url("ok"))];
  const replay = testClient(chain, { ledger: createLedger(folder, { mode: "replay" }) });
  const before = server.requests.length;
  await expect(replay.ask(modelRequest())).rejects.toMatchObject({ exitCode: 2 });
  expect(server.requests.length).toBe(before);
  const record = testClient(chain, { ledger: createLedger(folder, { mode: "record" }) });
  await record.ask(modelRequest());
  const last = await record.ask(modelRequest());
  expect(last.isFromLedger).toBe(false);
  expect(server.requests.length).toBe(before + 2);
  expect((await replay.ask(modelRequest())).reply).toEqual(last.reply);
});

test("a ledger file that is cut or foreign is bought anew, not believed", async () => {
  const folder = await temporaryFolder();
  const client = testClient([targetAt(server.url("ok"))], { ledger: createLedger(folder) });
  await client.ask(modelRequest());
  const [name] = await readdir(folder);
  for (const content of ["", '{"version":1,"repl', '{"version":9}']) {
    await writeFile(join(folder, name ?? ""), content);
    expect((await client.ask(modelRequest())).isFromLedger).toBe(false);
    expect((await client.ask(modelRequest())).isFromLedger).toBe(true);
  }
});

test("a ledger that cannot be written is said before anything is bought", async () => {
  const file = join(await temporaryFolder(), "taken");
  await writeFile(file, "a file where the folder should be");
  const ledger = createLedger(join(file, "ledger"));
  const before = server.requests.length;
  await expect(
    testClient([targetAt(server.url("ok"))], { ledger }).ask(modelRequest()),
  ).rejects.toMatchObject({ exitCode: 5, message: expect.stringContaining("cannot be kept") });
  expect(server.requests.length).toBe(before);
});

test("a process killed in the middle keeps every reply that had arrived", async () => {
  const folder = await temporaryFolder();
  const url = server.url("ok+ok+stall");
  const script = fileURLToPath(new URL("./ask-until-killed.ts", import.meta.url));
  const child = spawn(process.execPath, [script, url, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the child ended by itself")));
    child.stdout.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.includes("reply 2")) resolve();
    });
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;
  const before = server.requests.length;
  const client = testClient([targetAt(server.url("ok"))], { ledger: createLedger(folder) });
  for (const version of ["1", "2"]) {
    const { isFromLedger } = await client.ask(modelRequest({ promptVersion: version }));
    expect(isFromLedger).toBe(true);
  }
  expect((await client.ask(modelRequest({ promptVersion: "3" }))).isFromLedger).toBe(false);
  expect(server.requests.length).toBe(before + 1);
});
