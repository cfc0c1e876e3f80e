/**
 * Validation of the TikTok app after one file was changed, against validation on a machine that has the packages and
 * nothing else: no memory of gates, no images of databases, no compiled code. Once with a process of its own for every
 * validation, and once with the one process of `--watch`. Prints medians, and the ratio to the cold one.
 *
 *   node bench/warm-validation.ts [--app <folder>] [--runs <count>] [--only <gates>]
 *
 * Without an app it builds one, which takes a minute.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startWatching, type Watching } from "./watching.ts";

/** Between what one run says and the next change: nobody reads and writes faster. Tools are got ready in it. */
const PAUSE_MS = 10_000;

/** The goal: what a person waits for after a change is at most this share of a validation from nothing. */
const GOAL = 0.4;

const project = join(import.meta.dirname, "..");
const launcher = join(project, "bin", "megamind.js");

interface Times {
  readonly wall: number;
  /** Of all processes together; null where it was not measured. */
  readonly processor: number | null;
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

function validateArgs(app: string, cacheFolder: string): readonly string[] {
  const only = values.only === undefined ? [] : ["--only", values.only];
  return ["validate", app, "--cache-folder", cacheFolder, "--audit", "off", ...only];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** Changes a file, waits for what comes of it, and puts the file back. */
async function withChange<Result>(
  { path, edit }: Change,
  { app, mark, act }: { app: string; mark: string; act: () => Promise<Result> },
): Promise<Result> {
  const file = join(app, path);
  const before = readFileSync(file, "utf8");
  const after = edit(before, mark);
  if (after === before) throw new Error(`${path} was not changed.`);
  try {
    writeFileSync(file, after);
    return await act();
  } finally {
    writeFileSync(file, before);
  }
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

/** What is measured -> what each run took. */
const measured = new Map<string, Times[]>();

function note(name: string, times: Times): void {
  const all = measured.get(name) ?? [];
  all.push(times);
  measured.set(name, all);
}

async function inOwnProcesses(app: string, { cacheFolder, mark }: RunPlace): Promise<void> {
  const args = validateArgs(app, cacheFolder);
  rmSync(join(app, "node_modules", ".cache"), { recursive: true, force: true });
  note("cold", run(args));
  note("nothing", run(args));
  for (const change of changes) {
    note(change.name, await withChange(change, { app, mark, act: async () => run(args) }));
  }
}

async function inOneProcess(app: string, { cacheFolder, mark }: RunPlace): Promise<void> {
  const watching: Watching = await startWatching([launcher, ...validateArgs(app, cacheFolder)]);
  try {
    for (const change of changes) {
      await wait(PAUSE_MS);
      const act = () => watching.nextEnd();
      const wall = await withChange(change, { app, mark: `${mark}-watched`, act });
      note(`${change.name}, watched`, { wall, processor: null });
      // The file as it was is a change too.
      await watching.nextEnd();
    }
  } finally {
    await watching.stop();
  }
}

interface RunPlace {
  readonly cacheFolder: string;
  /** Another one for every run. */
  readonly mark: string;
}

function report(): void {
  const of = (name: string) => (measured.get(name) ?? []).map(({ wall }) => wall);
  const cold = median(of("cold"));
  for (const [name, times] of measured) {
    const wall = median(of(name));
    const processor = times.flatMap((time) => time.processor ?? []);
    const work = processor.length === 0 ? "" : `, processor ${seconds(median(processor))} s`;
    console.log(`${name.padEnd(21)} ${seconds(wall)} s (${percent(wall, cold)})${work}`);
  }
  const watched = changes.map(({ name }) => median(of(`${name}, watched`)) / cold);
  const worst = Math.max(...watched);
  console.log(`worst ratio, watched: ${worst.toFixed(2)}, goal at most ${GOAL}`);
  if (worst > GOAL) process.exitCode = 1;
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
  for (let count = 1; count <= Number(values.runs); count += 1) {
    const place = { cacheFolder: join(work, `cache-${count}`), mark: `mark-${count}` };
    await inOwnProcesses(app, place);
    await inOneProcess(app, place);
  }
  report();
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}
