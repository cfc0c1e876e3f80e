import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { GateContext } from "../../src/gates/gate.ts";
import { GateMemory } from "../../src/gates/memory/gate-memory.ts";
import { StandbyServer } from "../../src/gates/standby-server.ts";
import { bareApp, contextFor, writeApp } from "./fixture-app.ts";

/** A server that notes its process in the build, which is no part of what it is made of, and answers with it. */
const preview = `
  import { appendFileSync } from "node:fs";
  import { createServer } from "node:http";
  const server = createServer((request, response) => response.end(String(process.pid)));
  server.listen(0, "127.0.0.1", () => {
    appendFileSync("dist/started", process.pid + "\\n");
    console.log("ready http://127.0.0.1:" + server.address().port);
  });`;

const servers = new StandbyServer();
afterEach(() => servers.close());

async function standbyApp(): Promise<GateContext> {
  const root = await bareApp({ "dev/preview.ts": preview, "dist/started": "" });
  return contextFor(root, { memory: new GateMemory({ cacheFolder: join(root, "dist") }) });
}

/** The processes of the servers that have started so far. */
async function started({ root }: GateContext): Promise<readonly string[]> {
  const text = await readFile(join(root, "dist/started"), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

async function prepare(context: GateContext): Promise<string> {
  const before = (await started(context)).length;
  await servers.prepare(context);
  await expect.poll(() => started(context), { timeout: 20_000 }).toHaveLength(before + 1);
  return (await started(context))[before] ?? "";
}

/** Takes a server, asks it for its process, and ends it. */
async function take(context: GateContext): Promise<string> {
  const server = await servers.take(context);
  const answer = await fetch(server.url);
  const process = await answer.text();
  await server.close();
  return process;
}

test("a server that was started ahead of time is taken, and only once", async () => {
  const context = await standbyApp();
  const ready = await prepare(context);
  await servers.prepare(context);
  expect(await take(context)).toBe(ready);
  expect(await take(context)).not.toBe(ready);
  expect(await started(context)).toHaveLength(2);
});

test("what changes in the app is no reason for another server, what the server is made of is", async () => {
  const context = await standbyApp();
  const ready = await prepare(context);
  await writeApp(context.root, { "src/page.tsx": "export {};", "dist/index.html": "<main>" });
  expect(await take(context)).toBe(ready);
  const old = await prepare(context);
  await writeApp(context.root, { "supabase/migrations/1_first.sql": "select 1;" });
  expect(await take(context)).not.toBe(old);
});

test.skipIf(process.platform !== "linux")(
  "one that died or is not taken leaves nothing behind",
  async () => {
    const context = await standbyApp();
    const isAlive = (pid: string) => existsSync(`/proc/${pid}/exe`);
    const killed = await prepare(context);
    process.kill(Number(killed), "SIGKILL");
    await expect.poll(() => isAlive(killed), { timeout: 20_000 }).toBe(false);
    expect(await take(context)).not.toBe(killed);
    const unused = await prepare(context);
    await servers.close();
    expect(isAlive(unused)).toBe(false);
  },
);
