import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paint } from "./paint.ts";
import { BugError, MegamindError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { environmentSecrets } from "../../models/environment-secrets.ts";
import { createRedactor, type Redact } from "../../models/redact.ts";
import { printNote } from "./console.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";

/** Prints what went wrong and what to do next, and says with which code to end. */
export async function reportError(error: unknown): Promise<ExitCode> {
  if (error instanceof MegamindError && !(error instanceof BugError)) {
    for (const line of errorLines(error)) printNote(line);
    return error.exitCode;
  }
  const redact = createRedactor(environmentSecrets(process.env));
  const file = await writeReport(error, redact);
  const message = error instanceof Error ? error.message : String(error);
  printNote(`${paint.red("This is a bug in megamind:")} ${redact(message)}`);
  printNote(`The details are in ${file}. Add them when you report it.`);
  return exitCode.bug;
}

function errorLines(error: MegamindError): readonly string[] {
  return [
    `${label(error)} ${error.message}`,
    ...error.diagnostics.flatMap(diagnosticLines).map((line) => `  ${line}`),
    ...error.nextSteps.map((step) => `  ${step}`),
  ];
}

/** What the user asked for is no error. */
function label({ exitCode: code }: MegamindError): string {
  const isWanted = code === exitCode.declined || code === exitCode.interrupted;
  return isWanted ? paint.yellow("stopped") : paint.red("error");
}

/** Somebody will send this file to us. */
async function writeReport(error: unknown, redact: Redact): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "megamind-report-"));
  const file = join(folder, "report.txt");
  const lines = [
    `node ${process.version} on ${process.platform} ${process.arch}`,
    `command: ${process.argv.slice(2).join(" ")}`,
    ...causes(error),
  ];
  await writeFile(file, redact(`${lines.join("\n\n")}\n`));
  return file;
}

function causes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const own = error.stack ?? error.message;
  return error.cause === undefined ? [own] : [own, ...causes(error.cause)];
}
