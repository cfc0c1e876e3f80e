import type { Session } from "../../../src/backend/session.ts";
import type { Bucket, Entity } from "../../../src/spec/entity.ts";

/** A database that was compiled from entities and stands in `session`. */
export interface Made {
  readonly session: Session;
  /** As they were written. */
  readonly declared: readonly Entity[];
  /** With those that links and soft deletion mean. */
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** All statements that made it, in order. */
  readonly statements: readonly string[];
  /** Those of the second phase among them. */
  readonly later: readonly string[];
}

/** One point of the checklist for good databases: how a violation is found, and one to plant. */
export interface Point {
  readonly number: number;
  readonly says: string;
  /** A query with one column `found` and one row a violation, or a function that names violations. */
  readonly violations: string | ((made: Made) => Promise<readonly string[]>);
  /** SQL that breaks the point in any database. */
  readonly fault: string;
}

export async function violationsOf(point: Point, made: Made): Promise<readonly string[]> {
  if (typeof point.violations === "function") return point.violations(made);
  const { rows } = await made.session.query(`${catalog}\n${point.violations}`);
  return rows.map((row) => String(row["found"]));
}

/** Ours: what stands in the schemas `public` and `private`. */
const catalog = `with
tables as (
  select c.oid, c.relname::text as name, c.relrowsecurity from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
),
columns as (
  select t.oid as table_id, t.name as table_name, a.attnum, a.attname::text as name, a.attnotnull, a.attgenerated, a.attidentity, a.attacl,
    format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as default_value
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
),
constraints as (
  select t.name as table_name, k.*, pg_get_constraintdef(k.oid) as definition from tables t join pg_constraint k on k.conrelid = t.oid
),
indexes as (
  select t.name as table_name, i.*, c.relname::text as name, pg_get_indexdef(i.indexrelid) as definition
  from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
),
policies as (
  select p.*, unnest(p.roles)::text as role from pg_policies p where p.schemaname in ('public', 'storage')
),
functions as (
  select p.oid, p.proname::text as name, p.prosecdef, p.proconfig, p.proacl, p.prosrc, p.prorettype, n.nspname::text as schema_name
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private')
),
triggers as (
  select t.name as table_name, g.tgname::text as name, g.tgenabled, pg_get_triggerdef(g.oid) as definition, f.prosrc as body
  from tables t join pg_trigger g on g.tgrelid = t.oid join pg_proc f on f.oid = g.tgfoid where not g.tgisinternal
)`;

/** The columns of every unique key of a table, with the condition of partial ones. */
export async function uniqueKeysOf(
  { session }: Made,
  table: string,
): Promise<readonly { readonly columns: string; readonly definition: string }[]> {
  const { rows } = await session.query(
    `select (select string_agg(a.attname, ',' order by k.place) from unnest(i.indkey) with ordinality k (attnum, place)
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum) as columns, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indisunique and i.indrelid = ('public.' || quote_ident($1))::regclass`,
    [table],
  );
  return rows.map((row) => ({
    columns: String(row["columns"]),
    definition: String(row["definition"]),
  }));
}
