import { applyStatements } from "../backend/apply-statements.ts";
import { DatabaseEndedError, SqlError } from "../backend/database-errors.ts";
import { openProject } from "../backend/open-project.ts";
import type { ProjectDatabase } from "../backend/project-database.ts";
import { readCatalog } from "../backend/read-catalog.ts";
import type { Session } from "../backend/session.ts";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { statementFailed } from "../gates/migration-failure.ts";
import { adaptStatement } from "../schema/adapt-statement.ts";
import { migrationOf } from "../schema/compile-migration.ts";
import { diffSchema } from "../schema/diff/diff-schema.ts";
import type { Difference } from "../spec/difference.ts";
import { findDestructive } from "../schema/label-statements.ts";
import { printMigration } from "../schema/print-migration.ts";
import { refuseStatements } from "../schema/refuse-statements.ts";
import { splitStatements, type SplitStatement } from "../schema/split-statements.ts";
import type { CatalogObject } from "../spec/catalog-object.ts";
import type { MigrationStatement } from "../spec/migration.ts";
import { wholeMigration } from "./compile-schema.ts";
import { readDeclaredSchema, type DeclaredSchema } from "./declared-schema.ts";
import { readSqlFiles, type SqlFile } from "./read-sql-files.ts";

export interface DiffOptions {
  /** The folder of an app that we built, or a YAML file with entities. */
  readonly path: string;
  /** SQL files or folders that make the database as it is; empty takes the migrations of the app. */
  readonly against: readonly string[];
  /** A server with the database as it is, which is only read; null for SQL files. */
  readonly databaseUrl: string | null;
  /** Where the migration will be written, for the places in findings. */
  readonly file: string;
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface DatabaseDiff {
  readonly title: string;
  /** What the entities are compared with: a server's name, or words for the files. */
  readonly database: string;
  readonly differences: readonly Difference[];
  /** The text of the migration that makes the database equal; null when nothing differs. */
  readonly migration: string | null;
  readonly statements: readonly MigrationStatement[];
  /** What still differs after the migration ran here; null where it could not be tried. */
  readonly remaining: readonly Difference[] | null;
  /** Risks where tables have rows, and possible renames. */
  readonly diagnostics: readonly Diagnostic[];
  /** Destructive statements of the migration, with their lines in it. */
  readonly destructive: readonly Diagnostic[];
}

/**
 * Compares the database as it is with entities, and tries the migration that makes them equal on a Postgres of our own.
 * @throws InputError when the entities or the SQL cannot become a database, or the server cannot be read
 */
export async function diffDatabase(options: DiffOptions): Promise<DatabaseDiff> {
  const declared = await readDeclaredSchema(options.path);
  const files = options.databaseUrl === null ? await sqlFiles(declared, options.against) : [];
  const local = await openProject({ ...options, server: null, standIns: true });
  try {
    const wanted = await local.rolledBack(async (inner) => {
      const { statements } = await wholeMigration(declared);
      await applyOwn(inner, { declared, statements });
      return readCatalog(inner);
    });
    const request = { entities: declared.entities, buckets: declared.buckets, wanted };
    if (options.databaseUrl !== null) {
      const { actual, filled, server } = await readServer(options.databaseUrl, options);
      const diff = await diffSchema({ ...request, actual, filled });
      return await described(diff, { declared, options, database: server, remaining: null });
    }
    return await local.rolledBack(async (inner) => {
      await applyFiles(inner, { files, database: local });
      const actual = await readCatalog(inner);
      const filled = await filledTables(inner, actual);
      const diff = await diffSchema({ ...request, actual, filled });
      const { statements } = await migrationOf(diff.statements, migrationHeader(declared));
      await applyOwn(inner, { declared, statements });
      const after = await diffSchema({ ...request, actual: await readCatalog(inner) });
      const database = files.length === 1 ? (files[0]?.path ?? "") : `${files.length} SQL files`;
      return described(diff, { declared, options, database, remaining: after.differences });
    });
  } finally {
    await local.close();
  }
}

function migrationHeader({ title }: DeclaredSchema) {
  return { number: 1, title: `What makes the database equal to the entities of ${title}` };
}

interface Described {
  readonly declared: DeclaredSchema;
  readonly options: DiffOptions;
  readonly database: string;
  readonly remaining: readonly Difference[] | null;
}

async function described(
  diff: Awaited<ReturnType<typeof diffSchema>>,
  { declared, options, database, remaining }: Described,
): Promise<DatabaseDiff> {
  const migration = await migrationOf(diff.statements, migrationHeader(declared));
  const text = diff.statements.length === 0 ? null : printMigration(migration);
  const split = await splitStatements(text ?? "");
  const found = await findDestructive(split.statements, { file: options.file });
  return {
    title: declared.title,
    database,
    differences: diff.differences,
    migration: text,
    statements: migration.statements.map(({ sql, label, reason }) => ({ sql, label, reason })),
    remaining,
    diagnostics: [...declared.diagnostics, ...diff.diagnostics],
    destructive: [
      ...found.filter(({ severity }) => severity === "error"),
      ...diff.differences
        .filter(isLostRight)
        .map((lost) => lostRight(lost, { ...split, file: options.file })),
    ],
  };
}

/** A table's rights are all revoked and then given as declared, so that no single statement shows what is lost. */
function isLostRight({ kind, label }: Difference): boolean {
  return kind === "grants" && label === "destructive";
}

function lostRight(lost: Difference, { statements, file }: PrintedMigration): Diagnostic {
  const revoke = statements.find(({ sql }) => sql.startsWith(`revoke all on ${lost.object} from `));
  return diagnostic({
    code: "migrations/destructive",
    file,
    line: revoke?.line,
    column: revoke?.column,
    name: revoke?.sql ?? lost.object,
    message: `This statement is destructive: it takes away rights; ${lost.message}.`,
    fix: "Give --allow-destructive if that is meant.",
  });
}

interface PrintedMigration {
  readonly statements: readonly SplitStatement[];
  readonly file: string;
}

async function sqlFiles(
  declared: DeclaredSchema,
  against: readonly string[],
): Promise<readonly SqlFile[]> {
  const paths = against.length === 0 && declared.app !== null ? [declared.app] : against;
  if (paths.length > 0) return readSqlFiles(paths);
  throw new InputError("There is no database to compare the entities with.", {
    nextSteps: [
      "Name SQL files or a folder of migrations: --against supabase/migrations.",
      "Or name a server: --database-url postgres://me:secret@localhost:5432/app.",
    ],
  });
}

interface OwnStatements {
  readonly declared: DeclaredSchema;
  readonly statements: readonly MigrationStatement[];
}

async function applyOwn(session: Session, { declared, statements }: OwnStatements): Promise<void> {
  const failure = await applyStatements(
    session,
    statements.map(({ sql }) => sql),
  );
  if (failure === null) return;
  throw new InputError(`What makes ${declared.title} does not apply.`, {
    diagnostics: [statementFailed(failure, undefined)],
  });
}

interface ForeignFiles {
  readonly files: readonly SqlFile[];
  readonly database: ProjectDatabase;
}

/** Every statement must run: a database that is not as the files say cannot be compared. */
async function applyFiles(session: Session, { files, database }: ForeignFiles): Promise<void> {
  for (const { path, text } of files) {
    const { statements, diagnostics } = await splitStatements(text, { file: path });
    const adapted = statements.map((statement) => ({
      statement,
      adaptation: adaptStatement(statement, database.extensions),
    }));
    const own = adapted.filter(({ adaptation }) => adaptation.kind === "as-is");
    const refused = refuseStatements(
      own.map(({ statement }) => statement),
      { file: path },
    );
    const found = [...diagnostics, ...refused];
    if (hasErrors(found)) throw unusable(path, found);
    for (const { statement, adaptation } of adapted) {
      if (adaptation.kind === "skip") continue;
      const sql = adaptation.kind === "as-is" ? statement.sql : adaptation.sql;
      const author = adaptation.kind === "as-platform" ? "platform" : "owner";
      await session.apply(sql, author).catch((error: unknown) => {
        throw failed({ error, statement, path });
      });
    }
  }
}

interface FailedStatement {
  readonly error: unknown;
  readonly statement: SplitStatement;
  readonly path: string;
}

function failed({ error, statement, path }: FailedStatement): unknown {
  if (!(error instanceof SqlError || error instanceof DatabaseEndedError)) return error;
  const failure = { index: 0, sql: statement.sql, error, line: null, column: null };
  return unusable(path, [statementFailed(failure, { ...statement, file: path })]);
}

function unusable(path: string, diagnostics: readonly Diagnostic[]): InputError {
  return new InputError(`The SQL of ${path} does not make a database.`, {
    diagnostics,
    nextSteps: [`Correct what the findings name; "megamind schema check ${path}" says more.`],
  });
}

async function readServer(url: string, { deadlineMs, signal }: DiffOptions) {
  const { openServer } = await import("../backend/server/open-server.ts");
  const server = await openServer({
    url,
    deadlineMs,
    signal,
    as: "as-is",
    force: true,
    standIns: false,
  });
  try {
    const actual = await readCatalog(server);
    return { actual, filled: await filledTables(server, actual), server: server.server ?? "" };
  } finally {
    await server.close();
  }
}

/** One row of each table is asked for, not their number. */
async function filledTables(
  session: Session,
  catalog: readonly CatalogObject[],
): Promise<ReadonlySet<string>> {
  const filled = new Set<string>();
  for (const { kind, schema, table } of catalog) {
    if (kind !== "table" || schema !== "public" || table === null) continue;
    const name = `"${table.replaceAll('"', '""')}"`;
    const { rows } = await session.query(`select exists (select from public.${name}) as filled`);
    if (rows[0]?.["filled"] === true) filled.add(table);
  }
  return filled;
}
