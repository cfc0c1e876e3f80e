import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import { openProject } from "../../src/backend/open-project.ts";
import type { ProjectDatabase } from "../../src/backend/project-database.ts";
import { SqlError } from "../../src/backend/database-errors.ts";
import type { Transaction } from "../../src/backend/session.ts";
import type { ApplyFiles } from "../../src/repair/sql/applied-files.ts";
import type { FailedStatement } from "../../src/repair/sql/order-statements.ts";
import { adaptStatement } from "../../src/schema/adapt-statement.ts";
import { asHosted } from "../../src/schema/hosted-owner.ts";
import { splitStatements, type SplitStatement } from "../../src/schema/split-statements.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";

type Texts = ReadonlyMap<string, string>;

async function splitAll(texts: Texts) {
  return Promise.all(
    [...texts].map(async ([path, text]) => {
      const split = await splitStatements(text, { file: path });
      return { path, text, isNew: true, ...split };
    }),
  );
}

/** A new local database without stand-ins for what cannot be there. Whoever opens it closes it. */
export function openMigratable(): Promise<ProjectDatabase> {
  return openProject({
    server: null,
    cacheFolder: sharedCacheFolder,
    deadlineMs: 30_000,
    signal: new AbortController().signal,
    standIns: false,
  });
}

/** Runs the statements of migrations; one that fails costs only itself. */
export async function runMigrations(
  transaction: Transaction,
  { texts, extensions }: { readonly texts: Texts; readonly extensions: ReadonlySet<string> },
): Promise<readonly FailedStatement[]> {
  const failed: FailedStatement[] = [];
  for (const { path, statements, diagnostics } of await splitAll(texts)) {
    for (const { subject, message } of diagnostics)
      failed.push({ path, line: subject.line ?? 1, message });
    for (const statement of statements) {
      const message = await runStatement(transaction, statement, extensions);
      if (message !== null) failed.push({ path, line: statement.line, message });
    }
  }
  return failed;
}

async function runStatement(
  transaction: Transaction,
  statement: SplitStatement,
  extensions: ReadonlySet<string>,
): Promise<string | null> {
  const adaptation = adaptStatement(statement, extensions);
  if (adaptation.kind === "skip") return null;
  const sql = adaptation.kind === "as-is" ? statement.sql : adaptation.sql;
  const author = adaptation.kind === "as-platform" ? "platform" : "owner";
  const inner = await transaction.begin();
  try {
    await inner.apply(sql, author);
    await inner.commit();
    return null;
  } catch (error) {
    await inner.rollback();
    if (!(error instanceof SqlError)) throw error;
    return error.message;
  }
}

/** Applies migrations in a transaction of one open database that is rolled back: faster than a database each time. */
export function applyInside(database: ProjectDatabase): ApplyFiles {
  return async (texts) => {
    const transaction = await database.begin();
    try {
      const { extensions, owner } = database;
      const failed = await runMigrations(transaction, { texts, extensions });
      const facts = asHosted(await inspectDatabase(transaction), owner);
      return { facts, failed, files: await splitAll(texts), placeOf: () => null };
    } finally {
      await transaction.rollback();
    }
  };
}
