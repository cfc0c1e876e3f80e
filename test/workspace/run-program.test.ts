import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../src/workspace/run-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cwd = await temporaryFolder();

const run = (program: string, options: { deadlineMs?: number; signal?: AbortSignal } = {}) =>
  runProgram({
    command: [process.execPath, "-e", program],
    cwd,
    deadlineMs: 10_000,
    signal: new AbortController().signal,
    ...options,
  });

test("output and exit code are handed back", async () => {
  expect(await run("console.log('out'); console.error('err'); process.exitCode = 3")).toEqual({
    end: { kind: "exited", exitCode: 3 },
    stdout: "out\n",
    stderr: "err\n",
  });
});

test("a program that is killed, and one that is not there, are told apart", async () => {
  expect((await run("process.kill(process.pid, 'SIGSEGV')")).end).toEqual({
    kind: "crashed",
    signal: "SIGSEGV",
  });
  const missing = await runProgram({
    command: ["no-such-program"],
    cwd,
    deadlineMs: 1_000,
    signal: new AbortController().signal,
  });
  expect(missing.end).toMatchObject({ kind: "missing", reason: expect.stringContaining("ENOENT") });
});

/** Starts a process below it that ignores the first signal, says its id, and waits for ever. */
const stubborn = `
  const child = require("node:child_process").spawn(process.execPath, ["-e",
    "process.on('SIGTERM', () => {}); require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)"]);
  setInterval(() => {}, 1000);`;

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}/exe`);

test.skipIf(process.platform !== "linux")(
  "a program that hangs is ended at its deadline together with what it started",
  async () => {
    const { end } = await run(stubborn, { deadlineMs: 2_000 });
    expect(end).toEqual({ kind: "deadline" });
    const pid = Number(await readFile(join(cwd, "pid"), "utf8"));
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  },
);

test("an interruption ends the program, and an old one does not even start it", async () => {
  const controller = new AbortController();
  const running = run("setInterval(() => {}, 1000)", { signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  expect((await running).end).toEqual({ kind: "aborted" });
  expect((await run("", { signal: controller.signal })).end).toEqual({ kind: "aborted" });
});
