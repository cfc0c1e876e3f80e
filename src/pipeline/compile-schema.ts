import type { Diagnostic } from "../core/diagnostic.ts";
import { compileMigration } from "../schema/compile-migration.ts";
import { printDatabaseTypes } from "../schema/print-database-types.ts";
import { printMigration } from "../schema/print-migration.ts";
import type { Migration } from "../spec/migration.ts";
import { schemaOfFile, type DeclaredSchema } from "./declared-schema.ts";

interface CompiledSchema {
  readonly migration: Migration;
  /** The migration's file, ready for `supabase/migrations`. */
  readonly sql: string;
  /** The TypeScript types of the tables, as `supabase gen types typescript` prints them. */
  readonly types: string;
  /** Warnings about the entities. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles the entities of a YAML file to one migration of an empty database.
 * @throws InputError with findings that name file, line and column.
 */
export async function compileSchema(file: string): Promise<CompiledSchema> {
  const declared = await schemaOfFile(file);
  const migration = await wholeMigration(declared);
  const types = printDatabaseTypes(declared.entities);
  return { migration, sql: printMigration(migration), types, diagnostics: declared.diagnostics };
}

/** The one migration that leads from an empty database to what is declared. */
export function wholeMigration({ title, entities, buckets }: DeclaredSchema) {
  return compileMigration({
    before: [],
    after: entities,
    bucketsBefore: [],
    bucketsAfter: buckets,
    number: 1,
    title,
  });
}
