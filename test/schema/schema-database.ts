import { applyStatements } from "../../src/backend/apply-statements.ts";
import type { Database } from "../../src/backend/open-database.ts";
import { runCells } from "../../src/backend/run-cells.ts";
import type { Session } from "../../src/backend/session.ts";
import type { Diagnostic } from "../../src/core/diagnostic.ts";
import type { AccessMatrix } from "../../src/schema/access-matrix.ts";
import { compileMigration, type CompiledMigration } from "../../src/schema/compile-migration.ts";
import { judgeMatrix } from "../../src/schema/judge-matrix.ts";
import type { Bucket, Entity } from "../../src/spec/entity.ts";
import { borrowDatabase } from "./shared-database.ts";

/** Shared with all tests of this process, so whatever happens in it is undone. */
export function openTestDatabase(): Promise<Database> {
  return borrowDatabase();
}

export interface Declared {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/** The migrations that lead through the given states, the first from an empty database. */
export async function migrationsThrough(
  states: readonly Declared[],
): Promise<readonly CompiledMigration[]> {
  const empty: Declared = { entities: [], buckets: [] };
  return Promise.all(
    states.map((after, position) => {
      const before = states[position - 1] ?? empty;
      return compileMigration({
        before: before.entities,
        after: after.entities,
        bucketsBefore: before.buckets,
        bucketsAfter: after.buckets,
        number: position + 1,
        title: `Step ${position + 1}`,
      });
    }),
  );
}

/** Applies migrations statement by statement; throws with the statement that fails. */
export async function migrate(
  session: Session,
  migrations: readonly CompiledMigration[],
): Promise<void> {
  await applyAll(
    session,
    migrations.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
  );
}

export async function applyAll(session: Session, statements: readonly string[]): Promise<void> {
  const failure = await applyStatements(session, statements);
  if (failure !== null) throw new Error(`${failure.error.message}\n${failure.sql}`);
}

/** Fills the database with the matrix's fixtures and returns what its cells found; undone afterwards. */
export function tryMatrix(session: Session, matrix: AccessMatrix): Promise<readonly Diagnostic[]> {
  return session.rolledBack(async (inner) => {
    await applyAll(inner, matrix.fixtures);
    return judgeMatrix(matrix, await runCells(inner, matrix.cells));
  });
}

/** Everything a migration can leave in the catalog, as sorted lines; the order of columns does not count. */
export async function catalogLines(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query(catalogSql);
  return rows.map((row) => String(row["line"]));
}

const catalogSql = `
with tables as (
  select oid, relname, relacl, relrowsecurity from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
)
select line from (
  select concat_ws(' ', 'table', relname, relrowsecurity, (select string_agg(acl::text, ',' order by acl::text) from unnest(relacl) acl)) as line from tables
  union all
  select concat_ws(' ', 'column', t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), col_description(t.oid, a.attnum))
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  union all
  select concat_ws(' ', 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid)) from tables t join pg_constraint c on c.conrelid = t.oid
  union all
  select concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid)) from tables t join pg_index i on i.indrelid = t.oid
  union all
  select concat_ws(' ', 'policy', schemaname, tablename, policyname, roles, cmd, qual, with_check) from pg_policies
  union all
  select concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
  union all
  select concat_ws(' ', 'function', pg_get_functiondef(oid), proacl) from pg_proc where pronamespace = (select oid from pg_namespace where nspname = 'private')
  union all
  select concat_ws(' ', 'bucket', id, public, file_size_limit, allowed_mime_types) from storage.buckets
  union all
  select concat_ws(' ', 'comment', relname, obj_description(oid)) from tables
) lines order by line collate "C"`;
