import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { MegamindError } from "../../src/core/errors.ts";
import { watchFolder } from "../../src/pipeline/watch-folder.ts";
import type { GateId } from "../../src/spec/gate-report.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";
import { runCli } from "../support/run-cli.ts";
import { sharedCache } from "../support/shared-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const launcher = join(import.meta.dirname, "..", "..", "bin", "megamind.js");

const files = {
  "package.json": '{ "name": "sums", "private": true, "type": "module" }',
  "tsconfig.json": '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] } }',
  "sum.ts": "export const sum = (a: number, b: number): number => a + b;\n",
};

async function project(): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  return root;
}

type Step = (root: string) => Promise<void>;

interface Watching {
  readonly only: readonly GateId[];
  /** What is done each time that the watch waits; after the last one it is interrupted. */
  readonly whenWaiting: readonly Step[];
  /** Done once, when the first gate starts. */
  readonly whenRunning?: Step;
}

/** Watches a project through some changes and says all that happened. */
async function watchThrough({ only, whenWaiting, whenRunning }: Watching) {
  const root = await project();
  const controller = new AbortController();
  const events: RunEvent[] = [];
  const errors: MegamindError[] = [];
  const steps = [...whenWaiting];
  const goOn = () => {
    const step = steps.shift();
    if (step === undefined) controller.abort();
    else void step(root);
  };
  let isFirst = true;
  const exitCode = await watchFolder({
    root,
    cacheFolder: await sharedCache(),
    allowDestructive: false,
    asksRegistry: false,
    only: new Set(only),
    required: new Set(),
    signal: controller.signal,
    emit: (event) => {
      events.push(event);
      if (event.type === "watch:wait") goOn();
      if (event.type === "gate:start" && isFirst) {
        isFirst = false;
        void whenRunning?.(root);
      }
    },
    onError: (error) => errors.push(error),
  });
  return { exitCode, errors, told: events.flatMap(inShort) };
}

function inShort(event: RunEvent): readonly string[] {
  switch (event.type) {
    case "gate:end":
      return [`${event.report.gate} ${event.report.outcome}`];
    case "validate:end":
      return [`ended with ${event.exitCode}`];
    case "watch:change":
      return [`changed ${event.paths.join(" ")}`];
    case "watch:wait":
      return ["waits"];
    default:
      return [];
  }
}

const breakTypes: Step = (root) =>
  writeFile(join(root, "sum.ts"), 'export const sum: number = "three";\n');
const mendTypes: Step = (root) => writeFile(join(root, "sum.ts"), files["sum.ts"]);

test("runs again after every change, and ends with the code of the newest run", async () => {
  const { exitCode, told } = await watchThrough({
    only: ["types"],
    whenWaiting: [breakTypes, mendTypes, breakTypes],
  });
  expect(told.join(", ")).toBe(
    [
      "types passed, ended with 0, waits",
      "changed sum.ts, types failed, ended with 1, waits",
      "changed sum.ts, types passed, ended with 0, waits",
      "changed sum.ts, types failed, ended with 1, waits",
    ].join(", "),
  );
  expect(exitCode).toBe(1);
});

test("a change ends the run that it makes obsolete", async () => {
  const { exitCode, told } = await watchThrough({
    only: ["types"],
    whenRunning: breakTypes,
    whenWaiting: [],
  });
  expect(told).toEqual(["changed sum.ts", "types failed", "ended with 1", "waits"]);
  expect(exitCode).toBe(1);
});

test("a folder that cannot be judged for a while is told, and watched on", async () => {
  const empty: Step = async (root) => {
    for (const path of Object.keys(files)) await rm(join(root, path));
  };
  const restore: Step = async (root) => {
    for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  };
  const { exitCode, errors, told } = await watchThrough({
    only: ["secrets"],
    whenWaiting: [empty, restore],
  });
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringContaining("nothing to validate"),
  ]);
  expect(told.slice(3, 6)).toEqual([
    "changed package.json sum.ts tsconfig.json",
    "ended with 2",
    "waits",
  ]);
  expect(told.at(-2)).toBe("ended with 0");
  expect(exitCode).toBe(0);
});

test("the command says what it waits for, and Ctrl-C ends it with the newest exit code", async () => {
  const root = await project();
  const args = ["validate", root, "--watch", "--only", "types,secrets"];
  const { exitCode, stdout } = await runCli(args, {
    onStdout: (text) => (text.includes("Watching") ? "interrupt" : undefined),
  });
  expect(stdout).toContain("All gates green in");
  expect(stdout).toContain(`Watching ${root} for changes. Ctrl-C ends.`);
  expect(exitCode).toBe(0);
});

test("a watch that nobody reads any more ends with the next change", async () => {
  const root = await project();
  const args = [launcher, "validate", root, "--watch", "--json", "--only", "secrets"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => void child.once("exit", resolve));
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (text: Buffer) => {
      if (text.includes("watch:wait")) resolve();
    });
  });
  child.stdout.destroy();
  await breakTypes(root);
  expect(await ended).toBe(0);
});

test("a folder with nothing to judge in it is refused, not watched", async () => {
  const root = join(await temporaryFolder(), "empty");
  await mkdir(root);
  const { exitCode, stderr } = await runCli(["validate", root, "--watch"]);
  expect(stderr).toContain("nothing to validate");
  expect(exitCode).toBe(2);
});
