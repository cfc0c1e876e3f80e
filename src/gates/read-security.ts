import { z } from "zod";
import type { Session } from "../backend/session.ts";
import type { TableSecurity } from "../schema/table-security.ts";

const command = z.enum(["select", "insert", "update", "delete"]);
const securitySchema = z.array(
  z.object({
    schema: z.string(),
    table: z.string(),
    hasRowSecurity: z.boolean(),
    policies: z.array(
      z.object({
        name: z.string(),
        command: z.union([command, z.literal("all")]),
        isPermissive: z.boolean(),
        roles: z.array(z.string()),
        using: z.string().nullable(),
        check: z.string().nullable(),
      }),
    ),
    grants: z.array(z.object({ role: z.string(), command })),
    functions: z.array(
      z.object({
        schema: z.string(),
        name: z.string(),
        language: z.string(),
        definer: z.boolean(),
        body: z.string(),
      }),
    ),
  }),
);

const securitySql = `
select coalesce(jsonb_agg(jsonb_build_object(
  'schema', n.nspname,
  'table', c.relname,
  'hasRowSecurity', c.relrowsecurity,
  'policies', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', policyname, 'command', lower(cmd), 'isPermissive', permissive = 'PERMISSIVE', 'roles', to_jsonb(roles::text[]), 'using', qual, 'check', with_check
    ) order by policyname collate "C"), '[]')
    from pg_policies where schemaname = n.nspname and tablename = c.relname
  ),
  'grants', (
    select coalesce(jsonb_agg(jsonb_build_object('role', role, 'command', command) order by role, command), '[]')
    from unnest(array['anon', 'authenticated', 'service_role']) role, unnest(array['select', 'insert', 'update', 'delete']) command
    where has_table_privilege(role, c.oid, command)
  ),
  'functions', (
    select coalesce(jsonb_agg(distinct jsonb_build_object(
      'schema', fn.nspname, 'name', f.proname, 'language', l.lanname, 'definer', f.prosecdef, 'body', f.prosrc
    )), '[]')
    from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
    join pg_proc f on f.oid = d.refobjid join pg_namespace fn on fn.oid = f.pronamespace join pg_language l on l.oid = f.prolang
    where p.polrelid = c.oid and fn.nspname not in ('auth', 'storage', 'pg_catalog')
  )
) order by n.nspname collate "C", c.relname collate "C"), '[]') security
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and (n.nspname = 'public' and c.relname = any($1) or n.nspname = 'storage' and c.relname = 'objects' and $2)`;

interface Wanted {
  /** Of the schema `public`. */
  readonly tables: readonly string[];
  /** Whether the policies of files count. */
  readonly files: boolean;
}

/** Policies and grants of tables as the database has them, in a stable order. */
export async function readSecurity(
  session: Session,
  { tables, files }: Wanted,
): Promise<readonly TableSecurity[]> {
  const { rows } = await session.query(securitySql, [tables, files]);
  return securitySchema.parse(rows[0]?.["security"]);
}
