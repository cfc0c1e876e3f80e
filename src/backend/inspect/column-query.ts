import { apiRoles, list } from "./query-parts.ts";

function rolesWith(condition: string): string {
  return list({
    item: "r.role",
    from: `from (${apiRoles}) r (role) where ${condition}`,
    order: "r.role",
  });
}

/** Columns of the table `c` in their order. */
export const columnsQuery = list({
  item: `json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull,
    'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'isGenerated', a.attgenerated <> '', 'isEnum', t.typtype = 'e',
    'writableBy', ${rolesWith("has_column_privilege(r.role, c.oid, a.attnum, 'insert') or has_column_privilege(r.role, c.oid, a.attnum, 'update')")},
    'readableBy', ${rolesWith("has_column_privilege(r.role, c.oid, a.attnum, 'select')")})`,
  from: `from pg_attribute a join pg_type t on t.oid = a.atttypid
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`,
  order: "a.attnum",
});
