/**
 * An offline build against the bare tools that it must run: types, lint, tests, build and SQL, once a phase,
 * one after the other, each as its own process on the app as it was after that phase. Prints both and the ratio.
 *
 *   npm run bench [-- <runs>]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheWithoutMemory } from "./cache-without-memory.ts";

const REQUEST = "TikTok clone";
/** The goal: a build costs at most half as much again as the tools it cannot do without. */
const GOAL = 1.5;

const project = join(import.meta.dirname, "..");
const launcher = join(project, "bin", "megamind.js");
const bareSql = join(import.meta.dirname, "bare-sql.ts");

function timed(command: string, args: readonly string[], cwd: string): number {
  const started = performance.now();
  const result = spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  }
  return performance.now() - started;
}

/** Without what gates remember of earlier builds: only what passed in an earlier phase need not run again. */
function buildApp(out: string): number {
  const cache = cacheWithoutMemory(`${out}-cache`);
  const flags = ["--yes", "--provider", "offline", "--cache-folder", cache];
  return timed(process.execPath, [launcher, "build", REQUEST, "--out", out, ...flags], project);
}

interface BareTimes {
  readonly types: number;
  readonly lint: number;
  readonly tests: number;
  readonly build: number;
  readonly sql: number;
}

/** The tools as a person would run them by hand in the app's folder. */
function bareTools(root: string): BareTimes {
  const bin = (name: string) => join(root, "node_modules", ".bin", name);
  const folders = ["src", "dev", "e2e"].filter((name) => existsSync(join(root, name)));
  return {
    types: timed(bin("tsc"), ["--noEmit", "--checkers", "2", "-p", "."], root),
    lint: timed(bin("oxlint"), folders, root),
    tests: timed(bin("vitest"), ["run"], root),
    build: timed(bin("vite"), ["build"], root),
    sql: timed(process.execPath, [bareSql, root], project),
  };
}

/** The app after each phase: its commits, each in a folder of its own, with the packages of the whole app. */
function phaseFolders(app: string, work: string): readonly string[] {
  const commits = execFileSync("git", ["-C", app, "log", "--reverse", "--format=%H"], {
    encoding: "utf8",
  });
  return commits
    .trimEnd()
    .split("\n")
    .map((commit, index) => {
      const folder = join(work, `phase-${index + 1}`);
      execFileSync("git", ["-C", app, "worktree", "add", "--detach", "--quiet", folder, commit]);
      symlinkSync(join(app, "node_modules"), join(folder, "node_modules"));
      return folder;
    });
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);

const runs = Number(process.argv[2] ?? 3);
const work = mkdtempSync(join(tmpdir(), "megamind-bench-"));
try {
  buildApp(join(work, "warm-up"));
  const ratios: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const app = join(work, `app-${run}`);
    const built = buildApp(app);
    const phases = phaseFolders(app, join(work, `phases-${run}`)).map(bareTools);
    const totals = (["types", "lint", "tests", "build", "sql"] as const).map((tool) => {
      const total = phases.reduce((sum, times) => sum + times[tool], 0);
      return { tool, total };
    });
    const bare = totals.reduce((sum, { total }) => sum + total, 0);
    ratios.push(built / bare);
    const parts = totals.map(({ tool, total }) => `${tool} ${seconds(total)}`).join(", ");
    console.log(
      `run ${run}: build ${seconds(built)} s, bare tools ${seconds(bare)} s (${parts}; ${phases.length} phases), ratio ${(built / bare).toFixed(2)}`,
    );
  }
  const ratio = median(ratios);
  console.log(`median ratio ${ratio.toFixed(2)}, goal at most ${GOAL}`);
  if (ratio > GOAL) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}
