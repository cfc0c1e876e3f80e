import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@supabase/lite/pglite";

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

type Statement = {
  readonly text: string;
  /** The line of the file on which it starts, from 1. */
  readonly line: number;
};

/** What may hide a semicolon: comments, quoted text and names, and dollar-quoted bodies. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1|;/gi;

const LEADING_COMMENTS = /^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/;

const HISTORY_SQL = `
create schema if not exists local_backend;
create table if not exists local_backend.migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);`;

/**
 * Runs the files of `folder` that this database has not seen, in the order of their names, each in one transaction.
 * Throws when a file fails (naming file, line and statement) or was changed after it had run.
 */
export async function applyMigrations(options: {
  database: PGlite;
  folder: string;
}): Promise<void> {
  const { database, folder } = options;
  await database.exec(HISTORY_SQL);
  const { rows } = await database.query<{ name: string; checksum: string }>(
    "select name, checksum from local_backend.migrations",
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  for (const migration of await readMigrations(folder)) {
    const checksum = applied.get(migration.name);
    if (checksum === undefined) await apply(database, migration);
    else if (checksum !== migration.checksum) throw new Error(changedMessage(migration.name));
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function apply(database: PGlite, migration: Migration): Promise<void> {
  await database.transaction(async (transaction) => {
    for (const statement of splitStatements(migration.sql)) {
      await transaction.exec(statement.text).catch((error: unknown) => {
        throw new Error(failedMessage(migration.name, statement, error), { cause: error });
      });
    }
    await transaction.query(
      "insert into local_backend.migrations (name, checksum) values ($1, $2)",
      [migration.name, migration.checksum],
    );
  });
}

function failedMessage(name: string, statement: Statement, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const start = statement.text.split("\n").slice(0, 6).join("\n");
  return `Migration supabase/migrations/${name} fails at line ${statement.line}: ${reason}\n\n${start}\n`;
}

function changedMessage(name: string): string {
  return (
    `Migration supabase/migrations/${name} was changed after it had run on the local database. ` +
    "Undo the change and put it into a new migration, or delete .local/backend to start with an empty database."
  );
}

/** Cuts a migration at its semicolons, so that a failure can be told with its place: many errors of Postgres have none. */
export function splitStatements(sql: string): Statement[] {
  const ends = [...sql.matchAll(TOKEN)]
    .filter(([token]) => token === ";")
    .map(({ index }) => index + 1);
  return [...ends, sql.length].flatMap((end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
    const text = sql.slice(start, end).replace(LEADING_COMMENTS, "");
    if (text === "" || text === ";") return [];
    return [{ text, line: sql.slice(0, end - text.length).split("\n").length }];
  });
}
