import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { diffDatabase, type DatabaseDiff } from "../../pipeline/diff-database.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";
import { diffLines } from "../output/diff-lines.ts";

const optionsSchema = z.object({
  against: z.array(z.string()).default([]),
  databaseUrl: z.string().optional(),
  sql: z.string().min(1).optional(),
  allowDestructive: z.boolean(),
  json: z.boolean(),
  cacheFolder: z.string(),
});
type Options = z.infer<typeof optionsSchema>;

/** `megamind schema diff`: ends with 0 when nothing differs, with 1 when something does. */
export async function schemaDiff(path: string, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  return withJsonErrors(options.json, async () => {
    const diff = await compare(path, options);
    if (options.sql !== undefined) await writeMigration(diff, { ...options, sql: options.sql });
    if (options.json) {
      printJson({ isEqual: diff.differences.length === 0, ...diff });
    } else {
      diff.diagnostics.flatMap(diagnosticLines).forEach(printNote);
      diffLines(diff, { file: options.sql ?? null }).forEach(printLine);
    }
    return diff.differences.length === 0 ? exitCode.done : exitCode.gateRed;
  });
}

function compare(path: string, options: Options): Promise<DatabaseDiff> {
  const { against, cacheFolder, databaseUrl = "", sql = "migration.sql" } = options;
  if (against.length > 0 && databaseUrl !== "") {
    throw new InputError("--against and --database-url are two databases; compare with one.", {
      nextSteps: ["Leave one of them out."],
    });
  }
  return withInterrupt((signal) =>
    diffDatabase({
      path,
      against,
      databaseUrl: databaseUrl === "" ? null : databaseUrl,
      file: sql,
      cacheFolder: resolve(cacheFolder),
      deadlineMs,
      signal,
    }),
  );
}

/** Longest time one statement may take, in milliseconds. */
const deadlineMs = 30_000;

/** Nothing is written where nothing differs, and nothing destructive unasked. */
async function writeMigration(
  { migration, destructive }: DatabaseDiff,
  { sql, allowDestructive }: { readonly sql: string; readonly allowDestructive: boolean },
): Promise<void> {
  if (migration === null) return;
  if (destructive.length > 0 && !allowDestructive) {
    const count =
      destructive.length === 1
        ? "one of its statements is"
        : `${destructive.length} of its statements are`;
    throw new InputError(`${sql} was not written: ${count} destructive.`, {
      diagnostics: destructive,
      nextSteps: ["If all of it is meant, run the command again with --allow-destructive."],
    });
  }
  await mkdir(dirname(resolve(sql)), { recursive: true });
  await writeFile(sql, migration);
}
