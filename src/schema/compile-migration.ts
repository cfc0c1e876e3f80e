import { InputError } from "../core/errors.ts";
import { hasErrors } from "../core/diagnostic.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import type { Migration, MigrationStatement } from "../spec/migration.ts";
import { printSql } from "./ast/print-sql.ts";
import { checkEntities } from "./check-entities.ts";
import { eventTurns } from "./checks/event-checks.ts";
import { compareStates, type PlannedStatement } from "./compare-states.ts";
import { labelStatements } from "./label-statements.ts";
import { planMigration } from "./plan-migration.ts";
import { databaseState } from "./state/entity-state.ts";

/** A statement that knows the heading it is printed below. */
interface CompiledStatement extends MigrationStatement {
  readonly section: string;
}

export interface CompiledMigration extends Migration {
  readonly title: string;
  readonly statements: readonly CompiledStatement[];
}

export interface MigrationRequest {
  /** What the database holds already; empty for the first migration. */
  readonly before: readonly Entity[];
  readonly after: readonly Entity[];
  readonly bucketsBefore: readonly Bucket[];
  readonly bucketsAfter: readonly Bucket[];
  /** The phase's number, from 1: the migration's place in the order. */
  readonly number: number;
  readonly title: string;
}

/**
 * Compiles what a phase changes in the database: entities and buckets as they were and as they shall be.
 * The same request gives the same bytes. Statements that take something away are labelled destructive.
 * Throws an InputError with diagnostics when `after` has errors that `checkEntities` finds.
 */
export async function compileMigration(request: MigrationRequest): Promise<CompiledMigration> {
  const diagnostics = [
    ...checkEntities(request.after, request.bucketsAfter),
    ...eventTurns(request.before, request.after),
  ];
  if (hasErrors(diagnostics)) {
    throw new InputError(`The entities of ${request.title} cannot become tables`, {
      diagnostics,
      nextSteps: ["Correct the entities that the findings name."],
    });
  }
  const planned = compareStates({
    before: databaseState(request.before, request.bucketsBefore),
    after: databaseState(request.after, request.bucketsAfter),
  });
  const hasTables = request.before.length > 0;
  return migrationOf(planMigration(planned, { hasTables }), request);
}

/** Prints planned statements and labels them. */
export async function migrationOf(
  planned: readonly PlannedStatement[],
  { number, title }: Pick<MigrationRequest, "number" | "title">,
): Promise<CompiledMigration> {
  const effects = await labelStatements(planned.map(({ node }) => node));
  return {
    version: migrationVersion(number),
    name: migrationName(title),
    title,
    statements: planned.map(({ section, node }, place) => {
      const reason = effects[place]?.reason ?? null;
      return {
        sql: printSql(node),
        label: reason === null ? ("additive" as const) : ("destructive" as const),
        reason,
        section,
      };
    }),
  };
}

/** Fourteen digits that look like the time stamps of the Supabase CLI, but depend on the phase only. */
function migrationVersion(number: number): string {
  return String(20_250_101_000_000 + number);
}

function migrationName(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("_").slice(0, 60).replace(/_+$/, "") || "changes";
}
