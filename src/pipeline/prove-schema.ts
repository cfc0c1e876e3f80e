import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { applyStatements } from "../backend/apply-statements.ts";
import { openProject, type ServerChoice } from "../backend/open-project.ts";
import type { ProjectDatabase } from "../backend/project-database.ts";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { statementFailed } from "../gates/migration-failure.ts";
import { parseMigrations, type PlacedStatement } from "../gates/parse-migrations.ts";
import { functionPlaces } from "../gates/check-bodies.ts";
import { proveAccess, type AccessProof } from "../gates/prove-access.ts";
import { checkMigrationNames, readMigrations } from "../gates/read-migrations.ts";
import { appProofCommands } from "../generate/compose-access.ts";
import { printAccessPage } from "../schema/access-page.ts";
import { printPgtap } from "../schema/print-pgtap.ts";
import { refuseOnServer } from "../schema/refuse-on-server.ts";
import { splitStatements } from "../schema/split-statements.ts";
import { wholeMigration } from "./compile-schema.ts";
import { readDeclaredSchema, type DeclaredSchema } from "./declared-schema.ts";

interface ProveOptions {
  /** The folder of an app that we built, or a YAML file with entities. */
  readonly path: string;
  /** Null takes a Postgres of our own. On a server the mutants are not tried. */
  readonly server: ServerChoice | null;
  readonly cacheFolder: string;
  readonly withMutants: boolean;
  /** The folder for `access.md`, which says who may do what; null writes nothing. A failed proof writes nothing either. */
  readonly report: string | null;
  /** The file for the same attempts as pgTAP tests; null writes none. A failed proof writes none either. */
  readonly pgtap: string | null;
  readonly signal: AbortSignal;
}

export interface SchemaProof extends AccessProof {
  readonly title: string;
  readonly tables: number;
  readonly buckets: number;
  /** The server on which it was proven, or null for a Postgres of our own. */
  readonly server: string | null;
  /** The files that were asked for and written: absolute paths. */
  readonly written: readonly string[];
}

/** Longest time one statement may take, in milliseconds. */
const deadlineMs = 30_000;

/**
 * Applies the migrations of an app, or those that its entities compile to, to an empty database and proves that it is
 * as open as its access rules say.
 * @throws InputError when the entities or the migrations cannot become a database.
 */
export async function proveSchema(options: ProveOptions): Promise<SchemaProof> {
  const declared = await readDeclaredSchema(options.path);
  const proof = await proveDeclared(declared, options);
  const files = hasErrors(proof.diagnostics) ? [] : proofFiles(declared, options);
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return { ...proof, written: files.map(({ path }) => path) };
}

function proofFiles(declared: DeclaredSchema, { path, report, pgtap }: ProveOptions) {
  const commands = declared.app === null ? fileProofCommands(path) : appProofCommands;
  const page =
    report === null
      ? []
      : [{ path: join(report, "access.md"), text: printAccessPage({ ...declared, commands }) }];
  return pgtap === null ? page : [...page, { path: pgtap, text: printPgtap(declared) }];
}

function fileProofCommands(path: string) {
  const does =
    "makes them, compares each policy with its rule, and weakens the policies one by one to see that some attempt notices.";
  return [{ run: `megamind schema prove ${basename(path)}`, does }];
}

async function proveDeclared(
  declared: DeclaredSchema,
  options: ProveOptions,
): Promise<Omit<SchemaProof, "written">> {
  const statements = await statementsOf(declared);
  const { signal } = options;
  const database = await openProject({ ...options, deadlineMs, standIns: false });
  try {
    await refuseUnsafe(declared, { database, statements });
    return await database.rolledBack(async (session) => {
      const failure = await applyStatements(
        session,
        statements.map(({ sql }) => sql),
      );
      signal.throwIfAborted();
      if (failure !== null) {
        throw refusal(declared, [statementFailed(failure, statements[failure.index])]);
      }
      const { title, entities, buckets } = declared;
      const { server } = database;
      const withMutants = options.withMutants && server === null;
      const proof = await proveAccess(session, {
        entities,
        buckets,
        withMutants,
        places: functionPlaces(statements),
      });
      const diagnostics = [
        ...declared.diagnostics,
        ...proof.diagnostics,
        ...(options.withMutants === withMutants ? [] : [mutantsSkipped(server)]),
      ];
      const counts = { tables: entities.length, buckets: buckets.length };
      return { title, server, ...counts, ...proof, diagnostics };
    });
  } finally {
    await database.close();
  }
}

interface ToProve {
  readonly database: ProjectDatabase;
  readonly statements: readonly PlacedStatement[];
}

/** On a server of others nothing runs before everything is looked at. */
async function refuseUnsafe(
  declared: DeclaredSchema,
  { database, statements }: ToProve,
): Promise<void> {
  if (database.server === null) return;
  // What the entities compile to is ours.
  const refuseDynamic = database.isFenced && declared.app !== null;
  const found: Diagnostic[] = [];
  for (const { sql, file, line, column } of statements) {
    const split = await splitStatements(sql, { file });
    const placed = split.statements.map((statement) => ({ ...statement, line, column }));
    found.push(...refuseOnServer(placed, { file, refuseDynamic }));
  }
  if (hasErrors(found)) throw refusal(declared, found);
}

function mutantsSkipped(server: string | null): Diagnostic {
  return diagnostic({
    code: "access/mutants-skipped",
    severity: "info",
    name: server,
    message: "No weakened policies were tried: that is not done on a server that others may use.",
    fix: "Run the command without --database-url too.",
  });
}

async function statementsOf(declared: DeclaredSchema): Promise<readonly PlacedStatement[]> {
  if (declared.app === null) {
    const { statements } = await wholeMigration(declared);
    return statements.map(({ sql }) => ({ sql, file: "", line: 1, column: 1 }));
  }
  const files = await readMigrations(declared.app);
  const parsed = await parseMigrations(files);
  const diagnostics = [...checkMigrationNames(files), ...parsed.diagnostics];
  if (hasErrors(diagnostics)) throw refusal(declared, diagnostics);
  return parsed.statements;
}

function refusal({ title }: DeclaredSchema, diagnostics: readonly Diagnostic[]): InputError {
  return new InputError(`The migrations of ${title} do not apply.`, {
    diagnostics,
    nextSteps: ["Correct what the findings name, then run the command again."],
  });
}
