/**
 * For queries of the catalog: nothing of the project is in view, so that Postgres writes every name with its schema, and
 * temporary tables come last, because one that is called like a catalog would be asked instead of it.
 */
export const catalogSearchPath = "set local search_path = pg_catalog, pg_temp";

/** Roles behind which requests of browsers run, as far as the server has them. */
export const apiRoles =
  "select rolname::text from pg_roles where rolname in ('anon', 'authenticated')";

/** Schemas that Postgres or the platform brings along; what is in them is no part of a project. */
const foreignSchemas = [
  "information_schema",
  "auth",
  "extensions",
  "cron",
  "net",
  "vault",
  "graphql",
  "graphql_public",
  "pgsodium",
  "pgbouncer",
  "supabase_functions",
  "supabase_migrations",
  "_realtime",
  "_analytics",
  "_supavisor",
  "pgsodium_masks",
  "megamind_fence",
];

/** A condition: the object is in a schema of the project (named `n`) and belongs to no extension. */
export function isOfProject(catalog: "pg_class" | "pg_proc", oid: string): string {
  const names = foreignSchemas.map((name) => `'${name}'`).join(", ");
  return `n.nspname !~ '^pg_' and n.nspname not in (${names}) and not exists (
    select from pg_depend d where d.classid = 'pg_catalog.${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;
}

interface ListParts {
  readonly item: string;
  /** From the word FROM on. */
  readonly from: string;
  readonly order: string;
}

/** A subquery: the items as one JSON array, empty rather than null. */
export function list({ item, from, order }: ListParts): string {
  return `(select coalesce(json_agg(${item} order by ${order}), '[]') ${from})`;
}
