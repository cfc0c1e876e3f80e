import { list } from "./query-parts.ts";

/**
 * Everything that entities can make in a database, one row an object: the schemas of the project, and what projects hang
 * on tables of the platform. Names are written with their schema when nothing is in the search path.
 */
export const catalogQuery = `
with spaces AS (
  select oid, nspname from pg_namespace where nspname in ('public', 'private')
), own AS (
  select c.oid, c.relname, s.nspname, c.relkind, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner,
         c.relreplident, c.relpartbound
  from pg_class c join spaces s on s.oid = c.relnamespace
  where not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), tables AS (
  select * from own where relkind in ('r', 'p')
), objects AS (
  select 'schema' AS kind, nspname AS schema, null AS "table", '' AS name, '{}'::jsonb AS facts
  from spaces where nspname <> 'public'
  union all
  select 'table', nspname, relname, '', jsonb_build_object(
    'partitions', case when relkind = 'p' then pg_get_partkeydef(oid) end,
    'partition', case when relispartition then (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = tables.oid)
      || ' ' || pg_get_expr(relpartbound, oid) end,
    'replica identity', case relreplident when 'd' then 'key' when 'f' then 'full' when 'i' then 'index' else 'nothing' end)
  from tables
  union all
  select 'column', t.nspname, t.relname, a.attname, jsonb_build_object(
    'type', format_type(a.atttypid, a.atttypmod), 'required', case when a.attnotnull then 'yes' else 'no' end,
    'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'computed', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
    'identity', nullif(a.attidentity::text, ''))
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  where not t.relispartition
  union all
  select 'constraint', t.nspname, t.relname, k.conname, jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid), 'kind', k.contype::text, 'references', nullif(k.confrelid, 0)::regclass::text)
  from tables t join pg_constraint k on k.conrelid = t.oid and k.contype in ('c', 'f', 'p', 'u', 'x') and k.conparentid = 0
  where not t.relispartition
  union all
  select 'index', t.nspname, t.relname, x.relname, jsonb_build_object('definition', pg_get_indexdef(i.indexrelid))
  from tables t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
  where not t.relispartition and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  union all
  select 'row security', nspname, relname, '', jsonb_build_object(
    'state', case when relrowsecurity and relforcerowsecurity then 'forced' when relrowsecurity then 'on' else 'off' end)
  from tables
  union all
  select 'grants', nspname, relname, '', (
    select coalesce(jsonb_object_agg(granted.role, granted.privileges), '{}') from (
      select coalesce(r.rolname, 'public') AS role, string_agg(g.privilege, ', ' order by g.privilege collate "C") AS privileges from (
        select a.grantee, lower(a.privilege_type) AS privilege from aclexplode(relacl) a where a.grantee <> relowner
        union
        select a.grantee, lower(a.privilege_type) || ' (' || c.attname || ')'
        from pg_attribute c, aclexplode(c.attacl) a where c.attrelid = tables.oid and a.grantee <> relowner
      ) g left join pg_roles r on r.oid = g.grantee
      where r.rolname is null or r.rolname in ('anon', 'authenticated', 'service_role')
      group by 1
    ) granted)
  from tables
  union all
  select 'policy', n.nspname, c.relname, p.polname, jsonb_build_object(
    'command', case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
    'roles', (select string_agg(r.name, ', ' order by r.name collate "C")
      from (select case when o = 0 then 'public' else pg_get_userbyid(o)::text end AS name from unnest(p.polroles) o) r),
    'kind', case when p.polpermissive then 'permissive' else 'restrictive' end,
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'private') or (n.nspname = 'storage' and c.relname in ('objects', 'buckets'))
  union all
  select 'trigger', n.nspname, c.relname, t.tgname, jsonb_build_object(
    'definition', pg_get_triggerdef(t.oid), 'switched', case t.tgenabled when 'D' then 'off' else 'on' end)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_proc f on f.oid = t.tgfoid join spaces s on s.oid = f.pronamespace
  where not t.tgisinternal and t.tgparentid = 0
  union all
  select 'function', s.nspname, null, quote_ident(f.proname) || '(' || pg_get_function_identity_arguments(f.oid) || ')', jsonb_build_object(
    'definition', pg_get_functiondef(f.oid),
    'callable by', (
      select string_agg(distinct coalesce(r.rolname, 'public')::text, ', ') from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
      left join pg_roles r on r.oid = a.grantee
      where a.grantee <> f.proowner and (r.rolname is null or r.rolname in ('anon', 'authenticated', 'service_role'))))
  from pg_proc f join spaces s on s.oid = f.pronamespace
  where f.prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
  union all
  select 'comment', t.nspname, t.relname, coalesce(a.attname, ''), jsonb_build_object('text', d.description)
  from tables t join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = t.oid
  left join pg_attribute a on a.attrelid = t.oid and a.attnum = d.objsubid and d.objsubid > 0
  union all
  select 'publication', n.nspname, c.relname, p.pubname, '{}'
  from pg_publication p join pg_publication_rel r on r.prpubid = p.oid join pg_class c on c.oid = r.prrelid
  join pg_namespace n on n.oid = c.relnamespace
  where p.pubname = 'supabase_realtime' and n.nspname = 'public'
  union all
  select 'view', nspname, null, relname, jsonb_build_object('definition', pg_get_viewdef(oid), 'kind', relkind::text)
  from own where relkind in ('v', 'm')
  union all
  select 'type', s.nspname, null, t.typname, jsonb_build_object('kind', t.typtype::text)
  from pg_type t join spaces s on s.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
    and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
)
select kind, schema, "table", name, facts from objects
order by kind, schema collate "C", "table" collate "C" nulls first, name collate "C"`;

/** The buckets, as the same kind of rows; the table is the platform's. */
export const catalogBucketsQuery = list({
  item: `jsonb_build_object('kind', 'bucket', 'schema', 'storage', 'table', null, 'name', b.id, 'facts', jsonb_build_object(
    'public', case when b.public then 'yes' else 'no' end, 'bytes at most', b.file_size_limit::text, 'types', b.allowed_mime_types::text))`,
  from: "from storage.buckets b",
  order: `b.id collate "C"`,
});
