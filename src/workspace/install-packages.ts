import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InterruptedError, UnavailableError } from "../core/errors.ts";
import { npmProgram } from "./npm-program.ts";
import { runProgram, type ProgramEnd } from "./run-program.ts";

/** Longer than the slowest cold install we have seen by a factor of twenty; npm itself would wait far longer for a dead network. */
const deadlineMs = 10 * 60_000;

export interface PackageFiles {
  readonly packageJson: string;
  /** Content of `package-lock.json`. */
  readonly lockFile: string;
  /** Content of `.npmrc`. Default: none. */
  readonly npmrc?: string | undefined;
}

interface InstallInput extends PackageFiles {
  /** Made when missing; `node_modules` appears in it. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Installs exactly what the lock file says.
 * @throws UnavailableError with the end of npm's output, or after 10 minutes; InterruptedError when `signal` fires.
 */
export async function installPackages(input: InstallInput): Promise<void> {
  const { folder, signal } = input;
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await writeFile(join(folder, "package.json"), input.packageJson);
  await writeFile(join(folder, "package-lock.json"), input.lockFile);
  if (input.npmrc !== undefined) await writeFile(join(folder, ".npmrc"), input.npmrc);
  await runNpm(folder, signal);
  // npm removes the folder when there is nothing to install.
  await mkdir(join(folder, "node_modules"), { recursive: true });
}

async function runNpm(folder: string, signal: AbortSignal): Promise<void> {
  const { command, env } = npmProgram();
  const flags = [
    "ci",
    "--include=dev",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--no-progress",
  ];
  const { end, stdout, stderr } = await runProgram({
    command: [...command, ...flags],
    cwd: folder,
    env,
    signal,
    deadlineMs,
  });
  if (end.kind === "exited" && end.exitCode === 0) return;
  throw endedBadly(end, `${stdout}\n${stderr}`);
}

function endedBadly(end: ProgramEnd, output: string): InterruptedError | UnavailableError {
  if (end.kind === "aborted") {
    return new InterruptedError("Interrupted while the app's packages were being installed.", {
      nextSteps: ["Run the same command again to install them."],
    });
  }
  if (end.kind === "missing") {
    return new UnavailableError(
      `npm cannot be started (${end.reason}): the app's packages come from it.`,
      {
        nextSteps: [
          "Install Node.js with npm: https://nodejs.org/en/download; then run the command again.",
        ],
      },
    );
  }
  return new UnavailableError(
    `npm ci of the app's packages ${howItEnded(end)}:\n${tellingLines(output)}`,
    {
      nextSteps: [
        "Check the network and npm's registry settings (npm ping), then run the command again.",
      ],
    },
  );
}

/** npm says what went wrong first, and then how it is used. */
function tellingLines(output: string): string {
  const lines = output.split("\n").filter((line) => line.replace("npm error", "").trim() !== "");
  const errors = lines.filter((line) => line.startsWith("npm error"));
  return (errors.length > 0 ? errors.slice(0, 10) : lines.slice(-10)).join("\n");
}

function howItEnded(end: Exclude<ProgramEnd, { kind: "aborted" | "missing" }>): string {
  switch (end.kind) {
    case "exited":
      return `failed with exit code ${end.exitCode}`;
    case "crashed":
      return `was ended by ${end.signal}`;
    case "flooded":
      return "printed without end";
    case "deadline":
      return "did not end within 10 minutes";
  }
}
