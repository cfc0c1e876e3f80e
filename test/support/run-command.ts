import { vi } from "vitest";
import { runCommandLine } from "../../src/cli/main.ts";
import type { CliRun } from "./run-cli.ts";

/** Runs the command line in this process, which is faster than `runCli`; for commands that read and print. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const written = { stdout: "", stderr: "" };
  const capture = (stream: "stdout" | "stderr") =>
    vi.spyOn(process[stream], "write").mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    });
  const spies = [capture("stdout"), capture("stderr")];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    const exitCode = await runCommandLine(["node", "megamind", ...args]);
    return { exitCode, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
