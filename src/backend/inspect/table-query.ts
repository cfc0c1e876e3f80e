import { columnsQuery } from "./column-query.ts";
import { indexesQuery } from "./index-query.ts";
import { apiRoles, isOfProject, list } from "./query-parts.ts";

const foreignKeys = list({
  item: `json_build_object(
    'name', k.conname,
    'columns', (select json_agg(a.attname order by u.place) from unnest(k.conkey) with ordinality u (num, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
    'table', json_build_object('schema', rn.nspname, 'name', r.relname),
    'referencedColumns', (select json_agg(a.attname order by u.place) from unnest(k.confkey) with ordinality u (num, place) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num),
    'onDelete', case k.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end)`,
  from: `from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
   where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0`,
  order: `k.conname collate "C"`,
});

const policies = list({
  item: `json_build_object(
    'name', p.polname,
    'command', case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
    'roles', (select json_agg(r.name order by r.name collate "C") from (select case when o = 0 then 'public' else pg_get_userbyid(o)::text end as name from unnest(p.polroles) o) r),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid), 'permissive', p.polpermissive)`,
  from: "from pg_policy p where p.polrelid = c.oid",
  order: `p.polname collate "C"`,
});

const checks = list({
  item: "(select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum = any (k.conkey))",
  from: "from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'",
  order: `k.conname collate "C"`,
});

const triggers = list({
  item: `json_build_object('name', t.tgname, 'function', json_build_object('schema', fn.nspname, 'name', f.proname), 'definition', pg_get_triggerdef(t.oid))`,
  from: "from pg_trigger t join pg_proc f on f.oid = t.tgfoid join pg_namespace fn on fn.oid = f.pronamespace where t.tgrelid = c.oid and not t.tgisinternal",
  order: `t.tgname collate "C"`,
});

const grants = list({
  item: "json_build_object('role', r.role, 'command', m.command)",
  from: `from (${apiRoles} union all select rolname::text from pg_roles where rolname = 'service_role') r (role)
   cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality m (command, place)
   where has_table_privilege(r.role, c.oid, m.command)
      or (m.command <> 'delete' and has_any_column_privilege(r.role, c.oid, case m.command when 'delete' then 'select' else m.command end))`,
  order: `r.role, m.place`,
});

const primaryKey = list({
  item: "a.attname",
  from: `from pg_constraint k, unnest(k.conkey) with ordinality u (num, place), pg_attribute a
   where k.conrelid = c.oid and k.contype = 'p' and a.attrelid = c.oid and a.attnum = u.num`,
  order: "u.place",
});

/** Tables in schema and name order, with everything that hangs on them. */
export const tablesQuery = list({
  item: `json_build_object(
    'schema', n.nspname, 'name', c.relname, 'owner', pg_get_userbyid(c.relowner),
    'rls', c.relrowsecurity, 'forceRls', c.relforcerowsecurity, 'isPartition', c.relispartition,
    'columns', ${columnsQuery}, 'primaryKey', ${primaryKey}, 'foreignKeys', ${foreignKeys},
    'policies', ${policies}, 'indexes', ${indexesQuery}, 'checks', ${checks}, 'triggers', ${triggers}, 'grants', ${grants})`,
  from: `from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and ${isOfProject("pg_class", "c.oid")}`,
  order: `n.nspname collate "C", c.relname collate "C"`,
});
