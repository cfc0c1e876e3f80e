import { compileMigration } from "../schema/compile-migration.ts";
import { withJoins } from "../schema/join-entities.ts";
import { printDatabaseTypes } from "../schema/print-database-types.ts";
import { printMigration } from "../schema/print-migration.ts";
import type { FileContent } from "../spec/change-set.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import type { Migration } from "../spec/migration.ts";
import type { Plan } from "../spec/plan.ts";

/** Where the typed client of every app finds its tables. */
export const databaseTypesPath = "src/lib/database.types.ts";

interface DatabaseState {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/** Entities and buckets of the features of phases 1 to `upTo`. */
export function databaseState(plan: Plan, upTo: number): DatabaseState {
  const features = plan.features.filter((feature) => feature.phase <= upTo);
  return {
    entities: withJoins(features.flatMap((feature) => feature.blueprint.entities)),
    buckets: features.flatMap((feature) => feature.blueprint.storage),
  };
}

/** The migration that a phase adds, or null when it leaves the database as it is. */
export async function composeMigration(plan: Plan, phase: number): Promise<Migration | null> {
  const before = databaseState(plan, phase - 1);
  const after = databaseState(plan, phase);
  const isUnchanged =
    before.entities.length === after.entities.length &&
    before.buckets.length === after.buckets.length;
  if (isUnchanged) return null;
  return compileMigration({
    before: before.entities,
    after: after.entities,
    bucketsBefore: before.buckets,
    bucketsAfter: after.buckets,
    number: phase,
    title: plan.phases.find((candidate) => candidate.number === phase)?.title ?? `phase ${phase}`,
  });
}

/** Path and text of a migration's file. */
export function migrationFile(migration: Migration): readonly [string, FileContent] {
  const path = `supabase/migrations/${migration.version}_${migration.name}.sql`;
  return [path, printMigration(migration)];
}

/** The source of `src/lib/database.types.ts` for the tables of phases 1 to `upTo`. */
export async function composeDatabaseTypes(plan: Plan, upTo: number): Promise<string> {
  return printDatabaseTypes(databaseState(plan, upTo).entities);
}
