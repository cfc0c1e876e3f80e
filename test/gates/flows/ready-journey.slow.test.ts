import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createFlowsGate } from "../../../src/gates/flows/flows-gate.ts";
import type { GateContext } from "../../../src/gates/gate.ts";
import { GateMemory } from "../../../src/gates/memory/gate-memory.ts";
import { bareApp, contextFor, planWithRoutes, writeApp } from "../fixture-app.ts";

/** Journeys here are tests without a browser. Each notes its process in the build when it starts. */
const gate = createFlowsGate();
afterEach(async () => {
  await gate.close();
  vi.unstubAllEnvs();
});

const waits = `
  const port = Number(process.env.JOURNEY_CALL_PORT ?? 0);
  if (port !== 0) for await (const word of connect({ port, host: "127.0.0.1" })) break;`;

const journey = (waiting: string) => `import { appendFileSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { title } from "./title.ts";

test("two people use the app", async (context) => {
  appendFileSync("dist/started", process.pid + "\\n");
  ${waiting}
  await context.test(title, () => {
    const text = readFileSync("dist/index.html", "utf8");
    if (text !== "whole") throw new Error("The page is " + text);
  });
});
`;

async function appWith(waiting: string): Promise<GateContext> {
  vi.stubEnv("MEGAMIND_BROWSER", process.execPath);
  const root = await bareApp({
    "e2e/journey.e2e.ts": journey(waiting),
    "e2e/title.ts": 'export const title = "Alice opens the page";',
    "dist/index.html": "whole",
    "dist/started": "",
  });
  const memory = new GateMemory({ cacheFolder: join(root, "node_modules/cache"), isFresh: true });
  return contextFor(root, { plan: planWithRoutes([]), memory });
}

async function started({ root }: GateContext): Promise<readonly string[]> {
  const text = await readFile(join(root, "dist/started"), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

/** Has a journey got ready, as often as it takes until it is known that the last one died, and waits for its start. */
async function prepare(context: GateContext): Promise<string> {
  const before = (await started(context)).length;
  const prepared = async () => {
    await gate.prepare?.(context);
    return started(context);
  };
  await expect.poll(prepared, { timeout: 30_000 }).toHaveLength(before + 1);
  return (await started(context))[before] ?? "";
}

async function run(context: GateContext) {
  const { outcome, summary, notes, diagnostics } = await gate.run(context);
  const messages = diagnostics.filter(({ severity }) => severity === "error");
  return { outcome, summary, notes, messages: messages.map(({ message }) => message) };
}

const passed = { outcome: "passed", summary: "1 step", notes: undefined, messages: [] };

test("a journey that was got ready walks through the app as it is when it is told to, once", async () => {
  const context = await appWith(waits);
  expect(await run(context)).toEqual(passed);
  await writeApp(context.root, { "dist/index.html": "cut" });
  await prepare(context);
  await gate.prepare?.(context);
  await writeApp(context.root, { "dist/index.html": "whole" });
  expect(await run(context)).toEqual(passed);
  expect(await started(context)).toHaveLength(2);
  expect(await run(context)).toEqual(passed);
  expect(await started(context)).toHaveLength(3);
});

test("one that is made of something else by now is not walked", async () => {
  const context = await appWith(waits);
  await run(context);
  await prepare(context);
  await writeApp(context.root, { "e2e/title.ts": "export const title: string = missing;" });
  expect((await run(context)).outcome).toBe("failed");
  await writeApp(context.root, { "e2e/title.ts": 'export const title = "Bob opens it";' });
  expect(await run(context)).toEqual(passed);
});

test("one that did not wait says nothing of the app as it is", async () => {
  const context = await appWith("");
  expect(await run(context)).toEqual(passed);
  await prepare(context);
  await writeApp(context.root, { "dist/index.html": "cut" });
  const red = await run(context);
  expect([red.outcome, red.messages]).toEqual([
    "failed",
    ['The step "Alice opens the page" did not pass: The page is cut'],
  ]);
});

test.skipIf(process.platform !== "linux")(
  "one that dies is got ready anew, and one that is not needed leaves nothing",
  async () => {
    const context = await appWith(waits);
    const isAlive = (pid: string) => existsSync(`/proc/${pid}/exe`);
    await run(context);
    const killed = await prepare(context);
    process.kill(Number(killed), "SIGKILL");
    await expect.poll(() => isAlive(killed), { timeout: 20_000 }).toBe(false);
    expect(await run(context)).toEqual(passed);
    const alsoKilled = await prepare(context);
    process.kill(Number(alsoKilled), "SIGKILL");
    await expect.poll(() => isAlive(alsoKilled), { timeout: 20_000 }).toBe(false);
    const unused = await prepare(context);
    await gate.close();
    await expect.poll(() => isAlive(unused), { timeout: 20_000 }).toBe(false);
  },
);
