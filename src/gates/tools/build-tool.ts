import { Buffer } from "node:buffer";
import { z } from "zod";
import type { BuildAnswer } from "./build-answer.ts";
import { importFromApp, serveTool } from "./serve-tool.ts";

interface Vite {
  build(config: object): Promise<unknown>;
}

const viteSchema = z.custom<Vite>((value) => typeof value === "object" && value !== null);

/** Rolldown warns of plugins that took long, which depends on how busy the machine is and not on the app. */
const untimed = { rolldownOptions: { checks: { bundlerTimings: false } } };

let hasBuilt = false;

serveTool(buildApp, { prepare });

/** The second build of a process takes half as long as the first, which need not leave anything. */
async function prepare(root: string): Promise<void> {
  if (!hasBuilt) await runVite(root, { isWritten: false });
}

function buildApp(root: string): Promise<BuildAnswer> {
  return runVite(root, { isWritten: true });
}

async function runVite(
  root: string,
  { isWritten }: { readonly isWritten: boolean },
): Promise<BuildAnswer> {
  hasBuilt = true;
  const { build } = viteSchema.parse(await importFromApp(root, "vite"));
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const quiet = () => {};
  const customLogger = {
    info: quiet,
    warn,
    warnOnce: warn,
    error: quiet,
    clearScreen: quiet,
    hasErrorLogged: () => false,
    hasWarned: false,
  };
  try {
    const options = { ...untimed, ...(isWritten ? {} : { write: false }) };
    const output = await build({ root, customLogger, clearScreen: false, build: options });
    return { kind: "built", files: outputFiles(output), warnings };
  } catch (error) {
    return { kind: "failed", errors: errorsOf(error) };
  }
}

const outputSchema = z.object({
  output: z.array(
    z.object({
      fileName: z.string(),
      code: z.string().optional(),
      source: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
    }),
  ),
});

function outputFiles(output: unknown) {
  const outputs = z
    .union([outputSchema.transform((one) => [one]), z.array(outputSchema)])
    .parse(output);
  return outputs
    .flatMap((part) => part.output)
    .map(({ fileName, code, source }) => ({
      path: fileName,
      bytes: Buffer.byteLength(code ?? source ?? ""),
    }));
}

const errorSchema = z.object({
  message: z.string(),
  id: z.string().optional().catch(undefined),
  loc: z
    .object({ file: z.string().optional(), line: z.number(), column: z.number() })
    .optional()
    .catch(undefined),
});

/** Rolldown throws one error that holds several; each of them names its file, in one of two ways. */
function errorsOf(error: unknown) {
  const several = z.object({ errors: z.array(errorSchema).min(1) }).safeParse(error);
  const errors = several.success ? several.data.errors : [errorSchema.parse(error)];
  return errors.map(({ message, id, loc }) => ({
    message,
    file: loc?.file ?? id ?? null,
    line: loc?.line ?? null,
    column: loc?.column ?? null,
  }));
}
