/**
 * Validation of the TikTok app after one file was changed, against validation without a memory. Every validation is a
 * process of its own. Prints medians of wall and processor time, and the ratio.
 *
 *   node bench/warm-validation.ts [--app <folder>] [--runs <count>] [--only <gates>]
 *
 * Without an app it builds one, which takes a minute.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cacheWithoutMemory } from "./cache-without-memory.ts";

/** The goal: what a person waits for after a change is at most this share of a validation from nothing. */
const GOAL = 0.4;

const project = join(import.meta.dirname, "..");
const launcher = join(project, "bin", "megamind.js");

interface Times {
  readonly wall: number;
  /** Of all processes together. */
  readonly processor: number;
}

interface Change {
  readonly name: string;
  readonly path: string;
  /** Another text each time, with which all gates stay green. */
  readonly edit: (text: string, mark: string) => string;
}

const changes: readonly Change[] = [
  {
    name: "a component",
    path: "src/features/comments/comment-item.tsx",
    edit: (text, mark) => text.replace("className=", `data-mark="${mark}" className=`),
  },
  {
    name: "a hook",
    path: "src/features/likes/use-like.ts",
    edit: (text, mark) =>
      text.replace(/(export function use.*\{\n)/, `$1  performance.mark("${mark}");\n`),
  },
  {
    name: "a test",
    path: "src/features/likes/likes.test.tsx",
    edit: (text, mark) => `${text}\ntest("${mark}", () => expect("${mark}").toBe("${mark}"));\n`,
  },
  {
    name: "styles",
    path: "src/app/styles.css",
    edit: (text, mark) => `${text}\n.${mark} {\n  color: red;\n}\n`,
  },
];

function run(args: readonly string[]): Times {
  const script = '"$@" > /dev/null; code=$?; times; exit $code';
  const started = performance.now();
  const command = ["-c", script, "bash", process.execPath, launcher, ...args];
  const { status, stdout, stderr } = spawnSync("bash", command, {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, MEGAMIND_PROVIDER: "offline" },
  });
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`megamind ${args.join(" ")} ended with ${status}: ${stderr}`);
  return { wall, processor: processorTime(stdout) };
}

/** The second line that `times` prints is that of what was run: "0m1.200s 0m0.300s". */
function processorTime(printed: string): number {
  const parts = (printed.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g);
  return (
    [...parts].reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0) *
    1000
  );
}

function validate(app: string, cacheFolder: string): Times {
  const only = values.only === undefined ? [] : ["--only", values.only];
  return run(["validate", app, "--cache-folder", cacheFolder, "--audit", "off", ...only]);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function medians(times: readonly Times[]): Times {
  return {
    wall: median(times.map(({ wall }) => wall)),
    processor: median(times.map(({ processor }) => processor)),
  };
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

function report(name: string, { wall, processor }: Times, cold: Times): void {
  console.log(
    `${name.padEnd(12)} ${seconds(wall)} s (${percent(wall, cold.wall)}), processor ${seconds(processor)} s (${percent(processor, cold.processor)})`,
  );
}

const { values } = parseArgs({
  options: {
    app: { type: "string" },
    runs: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const work = mkdtempSync(join(tmpdir(), "megamind-warm-"));
try {
  const app = values.app === undefined ? join(work, "app") : resolve(values.app);
  if (values.app === undefined) run(["build", "TikTok clone", "--out", app, "--yes"]);
  const colds: Times[] = [];
  const warms = new Map<string, Times[]>(
    ["nothing", ...changes.map(({ name }) => name)].map((name) => [name, []]),
  );
  for (let count = 1; count <= Number(values.runs); count += 1) {
    const cacheFolder = cacheWithoutMemory(join(work, `cache-${count}`));
    colds.push(validate(app, cacheFolder));
    warms.get("nothing")?.push(validate(app, cacheFolder));
    for (const { name, path, edit } of changes) {
      const file = join(app, path);
      const before = readFileSync(file, "utf8");
      const after = edit(before, `mark-${count}`);
      if (after === before) throw new Error(`${path} was not changed.`);
      try {
        writeFileSync(file, after);
        warms.get(name)?.push(validate(app, cacheFolder));
      } finally {
        writeFileSync(file, before);
      }
    }
  }
  const cold = medians(colds);
  report("cold", cold, cold);
  for (const [name, times] of warms) report(name, medians(times), cold);
  const worst = Math.max(...[...warms.values()].map((times) => medians(times).wall / cold.wall));
  console.log(`worst ratio ${worst.toFixed(2)}, goal at most ${GOAL}`);
  if (worst > GOAL) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}
