import type { Diagnostic } from "../core/diagnostic.ts";
import { refuseStatements } from "../schema/refuse-statements.ts";
import { splitStatements } from "../schema/split-statements.ts";
import type { MigrationFile } from "./read-migrations.ts";

/** A statement of a migration that knows where it begins. */
export interface PlacedStatement {
  readonly sql: string;
  /** Relative to the app's folder. */
  readonly file: string;
  /** 1-based, of the statement's first word. */
  readonly line: number;
  /** 1-based, counted in characters. */
  readonly column: number;
}

export interface ParsedMigrations {
  readonly files: number;
  /** Of all files, in order. */
  readonly statements: readonly PlacedStatement[];
  /** Syntax errors and statements that must not run. With any of them nothing may be executed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Cuts all migrations into statements and refuses those that a database does not survive, before anything runs. */
export async function parseMigrations(files: readonly MigrationFile[]): Promise<ParsedMigrations> {
  const statements: PlacedStatement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, text } of files) {
    const split = await splitStatements(text, { file: path });
    diagnostics.push(...split.diagnostics, ...refuseStatements(split.statements, { file: path }));
    for (const { sql, line, column } of split.statements) {
      statements.push({ sql, file: path, line, column });
    }
  }
  return { files: files.length, statements, diagnostics };
}
