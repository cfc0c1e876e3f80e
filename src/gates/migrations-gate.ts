import { z } from "zod";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { Session } from "../backend/session.ts";
import { findDestructive } from "../schema/label-statements.ts";
import { splitStatements } from "../schema/split-statements.ts";
import { counted } from "../core/counted.ts";
import { databaseGateResult } from "./database-gate-result.ts";
import { declaredEntities } from "./declared-access.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import type { MigratedDatabase, MigratedState } from "./migrated-database.ts";
import { readMigrations } from "./read-migrations.ts";

interface MigrationsGateOptions {
  /** Whether migrations may lose data or protection. Default: false. */
  readonly allowDestructive?: boolean;
}

/**
 * Every migration on disk runs on a new database, what results is closed unless a policy opens it, and no migration takes
 * anything from a database in use unless that is allowed.
 */
export function migrationsGate(
  database: MigratedDatabase,
  { allowDestructive = false }: MigrationsGateOptions = {},
): Gate {
  return {
    id: "migrations",
    title: "Migrations",
    seconds: 1.5,
    deadlineSeconds: 60,
    inputs: (context) => ({
      reads: (path) => path.startsWith("supabase/"),
      facts: { allowDestructive, tables: declaredEntities(context).map(({ table }) => table) },
    }),
    run: (context) =>
      databaseGateResult(async () => {
        const losses = allowDestructive ? [] : await destructiveStatements(context.root);
        return database.use(context, (state) => judgeMigrations(context, { state, losses }));
      }),
  };
}

type AppliedState = Extract<MigratedState, { kind: "migrated" }>;

interface JudgedMigrations {
  readonly state: MigratedState;
  /** Destructive statements that nobody allowed. */
  readonly losses: readonly Diagnostic[];
}

/** Each file for itself: what an earlier one makes may be in use when a later one runs. */
async function destructiveStatements(root: string): Promise<readonly Diagnostic[]> {
  const files = await readMigrations(root);
  const found = await Promise.all(
    files.map(async ({ path, text }) => {
      const { statements } = await splitStatements(text, { file: path });
      return findDestructive(statements, { file: path });
    }),
  );
  return found.flat().filter(({ severity }) => severity === "error");
}

async function judgeMigrations(
  context: GateContext,
  { state, losses }: JudgedMigrations,
): Promise<GateResult> {
  if (state.kind !== "migrated") {
    const what = state.kind === "failed" ? "a migration does not apply" : "the database broke";
    return { outcome: state.kind, summary: what, diagnostics: state.diagnostics };
  }
  const tables = await publicTables(state.session);
  const declared = declaredEntities(context).map((entity) => entity.table);
  const diagnostics = [
    ...losses,
    ...declared.filter((name) => !tables.some((table) => table.name === name)).map(missingTable),
    ...tables.filter((table) => !table.hasRowSecurity).map((table) => rowSecurityOff(table.name)),
  ];
  return {
    outcome: hasErrors(diagnostics) ? "failed" : "passed",
    summary: summaryOf(state, tables.length),
    diagnostics,
  };
}

function summaryOf({ files, statements }: AppliedState, tables: number): string {
  if (files === 0) return "no migrations yet";
  return [
    counted(files, "migration"),
    counted(statements.length, "statement"),
    counted(tables, "table"),
  ].join(", ");
}

const publicTablesSchema = z.array(z.object({ name: z.string(), hasRowSecurity: z.boolean() }));

/** Tables that belong to an extension are its own affair. */
const publicTablesSql = `
select c.relname as name, c.relrowsecurity as "hasRowSecurity"
from pg_catalog.pg_class c
where c.relnamespace = 'public'::regnamespace
  and c.relkind in ('r', 'p')
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by c.relname collate "C"`;

async function publicTables(session: Session): Promise<z.infer<typeof publicTablesSchema>> {
  return publicTablesSchema.parse((await session.query(publicTablesSql)).rows);
}

function rowSecurityOff(table: string): Diagnostic {
  return diagnostic({
    code: "migrations/row-security-off",
    name: table,
    message: `The table ${table} has row level security switched off, so that its grants open every row.`,
    fix: `Add "alter table public.${table} enable row level security;" to the migration that creates it.`,
  });
}

function missingTable(table: string): Diagnostic {
  return diagnostic({
    code: "migrations/missing-table",
    name: table,
    message: `The plan has the table ${table}, but no migration creates it.`,
    fix: "Restore the migration of the phase that adds it.",
  });
}
