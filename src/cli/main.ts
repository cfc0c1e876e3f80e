import { CommanderError } from "commander";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { flushOutput } from "./output/console.ts";
import { createProgram } from "./program.ts";

/** How long a finished command waits for handles that a tool left open, in milliseconds. */
const handleGraceMs = 100;

/**
 * Runs the command line and ends the process. The only place that does.
 *
 * The process ends by having nothing left to do. `process.exit` right after work can hang for good: Node joins
 * compiler threads that wait for the main thread to collect garbage (nodejs/node#54918; 6 of 750 runs of a
 * 0.3 s command, none of 1,800 this way). It is only for handles that a tool left open, once the threads are idle.
 */
export async function main(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  const code = await runCommandLine(argv);
  await flushOutput();
  process.exitCode = code;
  setTimeout(() => process.exit(code), handleGraceMs).unref();
}

/** Whoever reads may stop (`| head`); the work goes on, so that what it writes is whole. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Runs the command line and says with which code to end. Never throws. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram((ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === "commander.excessArguments") {
        const { printNote } = await import("./output/console.ts");
        printNote("An argument of several words needs quotation marks around it.");
      }
      return error.exitCode === 0 ? exitCode.done : exitCode.badInput;
    }
    const { reportError } = await import("./output/report-error.ts");
    return reportError(error);
  }
}
