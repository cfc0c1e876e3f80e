import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { UnavailableError } from "../core/errors.ts";
import { entryKind } from "./app-path.ts";

/** Settings of the user that would change what we commit, ask for a pass phrase, or run programs of theirs. */
const ownSettings = [
  "user.name=Mega Mind",
  "user.email=megamind@localhost",
  "commit.gpgsign=false",
  `core.hooksPath=${devNull}`,
  "core.autocrlf=false",
  "core.excludesFile=",
  "core.fsmonitor=false",
  "core.quotePath=false",
  "gc.auto=0",
  "maintenance.auto=false",
].flatMap((setting) => ["-c", setting]);

/**
 * Runs git in the app's own repository, never in one that the app's folder happens to lie in.
 * @returns what git printed on stdout, without the last line end.
 * @throws UnavailableError when git is missing or refuses, with its own words.
 */
export async function runGit(root: string, args: readonly string[]): Promise<string> {
  const run = await spawnGit(inside(root, args), root);
  if (run.exitCode !== 0) throw refused(args, run);
  return run.stdout.trimEnd();
}

/**
 * @returns the version that git prints: "git version 2.39.5".
 * @throws UnavailableError when git is missing, with how to get it.
 */
export async function requireGit(): Promise<string> {
  const run = await spawnGit(["--version"], import.meta.dirname);
  if (run.exitCode !== 0) throw refused(["--version"], run);
  return run.stdout.trimEnd();
}

/** The newest commit of the app's own repository, or null when there is none. */
export async function headCommit(root: string): Promise<string | null> {
  if ((await entryKind(join(root, ".git"))) === "missing") return null;
  const args = ["rev-parse", "--verify", "--quiet", "HEAD"];
  const run = await spawnGit(inside(root, args), root);
  if (run.exitCode === 0) return run.stdout.trimEnd();
  // A repository without a commit makes git fail without a word.
  if (run.exitCode === 1 && run.stderr === "") return null;
  throw refused(args, run);
}

interface GitRun {
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function inside(root: string, args: readonly string[]): readonly string[] {
  const place = ["--git-dir", join(root, ".git"), "--work-tree", root];
  return [...ownSettings, "-c", `safe.directory=${root}`, ...place, ...args];
}

function spawnGit(args: readonly string[], cwd: string): Promise<GitRun> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: gitEnvironment(), maxBuffer: 64 * 1024 * 1024 };
    execFile("git", args, options, (cause, stdout, stderr) => {
      if (cause?.code === "ENOENT") reject(missingGit(cause));
      else resolve({ exitCode: cause === null ? 0 : (cause.code ?? "killed"), stdout, stderr });
    });
  });
}

/** Variables such as GIT_DIR or GIT_INDEX_FILE, set inside a hook, would send our commits elsewhere. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

function missingGit(cause: unknown): UnavailableError {
  return new UnavailableError("git is not installed: every phase is kept as a commit.", {
    nextSteps: [
      "Install git: apt-get install git, brew install git, or https://git-scm.com/downloads; then run the command again.",
    ],
    cause,
  });
}

function refused(args: readonly string[], { exitCode, stdout, stderr }: GitRun): UnavailableError {
  const words = `${stderr}${stdout}`.trim().split("\n").filter(Boolean).slice(0, 5).join(" ");
  return new UnavailableError(`git ${args[0]} failed (${exitCode}): ${words}`, {
    nextSteps: ["Do what git says, then run the command again."],
  });
}
