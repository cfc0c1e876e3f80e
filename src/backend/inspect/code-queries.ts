import { apiRoles, isOfProject, list } from "./query-parts.ts";

const readers = list({
  item: "r.role",
  from: `from (${apiRoles}) r (role) where has_any_column_privilege(r.role, c.oid, 'select')`,
  order: "r.role",
});

const relations = `(select coalesce(json_agg(json_build_object('schema', rel.schema, 'name', rel.name) order by rel.schema collate "C", rel.name collate "C"), '[]')
  from (
    select distinct rn.nspname as schema, r.relname as name from pg_rewrite w
    join pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_catalog.pg_class'::regclass
    join pg_class r on r.oid = d.refobjid join pg_namespace rn on rn.oid = r.relnamespace
    where w.ev_class = c.oid and r.oid <> c.oid
  ) rel)`;

export const viewsQuery = list({
  item: `json_build_object(
    'schema', n.nspname, 'name', c.relname, 'owner', pg_get_userbyid(c.relowner), 'isMaterialized', c.relkind = 'm',
    'securityInvoker', coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false),
    'readableBy', ${readers}, 'relations', ${relations})`,
  from: `from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and ${isOfProject("pg_class", "c.oid")}`,
  order: `n.nspname collate "C", c.relname collate "C"`,
});

const callers = list({
  item: "r.role",
  from: `from (${apiRoles}) r (role) where has_function_privilege(r.role, f.oid, 'execute')`,
  order: "r.role",
});

export const functionsQuery = list({
  item: `json_build_object(
    'schema', n.nspname, 'name', f.proname, 'arguments', pg_get_function_identity_arguments(f.oid),
    'owner', pg_get_userbyid(f.proowner), 'language', l.lanname, 'securityDefiner', f.prosecdef,
    'volatility', case f.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    'config', coalesce(to_json(f.proconfig), '[]'), 'executableBy', ${callers},
    'returnsTrigger', f.prorettype in ('trigger'::regtype, 'event_trigger'::regtype),
    'runsOnSignUp', exists (select from pg_trigger t where t.tgfoid = f.oid and t.tgrelid = to_regclass('auth.users') and t.tgtype & 4 > 0),
    'body', case when f.prosqlbody is null then f.prosrc else pg_get_functiondef(f.oid) end)`,
  from: `from pg_proc f join pg_namespace n on n.oid = f.pronamespace join pg_language l on l.oid = f.prolang
   where f.prokind in ('f', 'p') and n.nspname not in ('storage', 'realtime') and ${isOfProject("pg_proc", "f.oid")}`,
  order: `n.nspname collate "C", f.proname collate "C", pg_get_function_identity_arguments(f.oid) collate "C"`,
});

export const extensionsQuery = list({
  item: "json_build_object('schema', n.nspname, 'name', e.extname)",
  from: "from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'",
  order: `e.extname collate "C"`,
});

export const publishedQuery = list({
  item: "json_build_object('schema', p.schemaname, 'name', p.tablename)",
  from: "from (select distinct schemaname, tablename from pg_publication_tables) p",
  order: `p.schemaname collate "C", p.tablename collate "C"`,
});

/** Whether there is a table of buckets like the platform's, and it may be read. */
export const hasBuckets = `exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'storage' and c.relname = 'buckets' and c.relkind = 'r'
    and 2 = (select count(*) from pg_attribute a where a.attrelid = c.oid and (a.attname, a.atttypid) in (('id', 'text'::regtype), ('public', 'boolean'::regtype)))
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))`;

export const bucketsQuery = list({
  item: "json_build_object('id', b.id, 'public', coalesce(b.public, false))",
  from: "from storage.buckets b",
  order: `b.id collate "C"`,
});
