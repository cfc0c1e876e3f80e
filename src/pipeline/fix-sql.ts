import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasErrors } from "../core/diagnostic.ts";
import type { ApplyFiles } from "../repair/sql/applied-files.ts";
import { mendMigrations, type MendedMigrations } from "../repair/sql/mend-migrations.ts";
import { splitTolerantly } from "../schema/split-tolerantly.ts";
import { entryKind } from "../workspace/app-path.ts";
import { applyForeignSql } from "./apply-foreign-sql.ts";
import { readSqlFiles } from "./read-sql-files.ts";
import { uncommittedFiles } from "./uncommitted-files.ts";

const folder = "supabase/migrations";

export interface FixSqlOptions {
  /** Absolute path of the project. */
  readonly root: string;
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** The migrations of a project before and after their repair. Paths are those in the project. */
export interface SqlRepair extends MendedMigrations {
  readonly was: ReadonlyMap<string, string>;
}

/** Longest time one statement may take, in milliseconds. */
const deadlineMs = 30_000;

/**
 * Mends the migrations of a project without a model, on a database of our own. Nothing is written. Null for a project
 * without migrations.
 * @throws InterruptedError after an abort, UnavailableError when the database breaks
 */
export async function fixMigrations(options: FixSqlOptions): Promise<SqlRepair | null> {
  const { root } = options;
  if ((await entryKind(join(root, folder))) !== "folder") return null;
  const names = await readdir(join(root, folder));
  if (!names.some((name) => name.toLowerCase().endsWith(".sql"))) return null;
  const files = await readSqlFiles([join(root, folder)]);
  const was = new Map(files.map(({ path, text }) => [`${folder}/${basename(path)}`, text]));
  const isNew = await newMigrations(root);
  const apply = applyWith({ ...options, isNew });
  return { ...(await mendMigrations({ texts: was, apply })), was };
}

interface ApplyOptions extends Pick<FixSqlOptions, "cacheFolder" | "signal"> {
  /** Whether nobody else can have a migration. */
  readonly isNew: (path: string) => boolean;
}

/** Applies migrations to a database of our own that is thrown away. */
function applyWith({ cacheFolder, signal, isNew }: ApplyOptions): ApplyFiles {
  return async (texts) => {
    const files = [...texts].map(([path, text]) => ({ path, text }));
    const { facts, diagnostics, places } = await applyForeignSql({
      files,
      server: null,
      cacheFolder,
      deadlineMs,
      signal,
    });
    const split = files.map(async (file) => ({
      ...file,
      isNew: isNew(file.path),
      statements: (await splitTolerantly(file.text, { file: file.path })).statements,
    }));
    return {
      facts,
      files: await Promise.all(split),
      failed: diagnostics
        .filter((found) => hasErrors([found]))
        .map(({ subject, message }) => ({
          path: subject.file ?? files.at(-1)?.path ?? "",
          line: subject.line ?? 1,
          message,
        })),
      placeOf: (objects) => objects.map((object) => places.get(object)).find(Boolean) ?? null,
    };
  };
}

/** Migrations that were never committed; none where there is no repository, as nobody can tell. */
async function newMigrations(root: string): Promise<(path: string) => boolean> {
  const lines = (await uncommittedFiles(root)) ?? [];
  const added = lines.filter((line) => /^(?:\?\?|A)/.test(line)).map((line) => line.slice(3));
  const place = `${basename(root)}/`;
  return (path) =>
    added.some((name) =>
      name.endsWith("/")
        ? `/${place}${path}`.includes(`/${name}`) || name === place || name.endsWith(`/${place}`)
        : `/${name}`.endsWith(`/${path}`),
    );
}

interface FixReport {
  readonly before: { readonly errors: number };
  readonly after: { readonly errors: number };
  readonly fixes: readonly MendedMigrations["fixes"][number][];
  readonly left: readonly MendedMigrations["left"][number][];
  readonly rounds: number;
  readonly refused: MendedMigrations["refused"];
}

/** What was mended in a project, its migrations included. */
export function withMigrations<Report extends FixReport>(
  report: Report,
  sql: SqlRepair | null,
): Report {
  if (sql === null) return report;
  return {
    ...report,
    before: { errors: report.before.errors + sql.before },
    after: { errors: report.after.errors + sql.left.length },
    fixes: [...report.fixes, ...sql.fixes],
    left: [...report.left, ...sql.left.map(toLeft)],
    rounds: report.rounds + sql.rounds,
    refused: [...report.refused, ...sql.refused],
  };
}

function toLeft({ code, file, line, message, why }: MendedMigrations["left"][number]) {
  return { code, file, line, message, why };
}
