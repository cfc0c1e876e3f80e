import { CommanderError } from "commander";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { createProgram } from "./program.ts";

/**
 * Runs the command line and ends the process. The only place that does: handles that a tool left open
 * cannot keep a finished command alive.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const code = await runCommandLine(argv);
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram((ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.done : exitCode.badInput;
    }
    const { reportError } = await import("./output/report-error.ts");
    return reportError(error);
  }
}
