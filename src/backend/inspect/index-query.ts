import { list } from "./query-parts.ts";

const columns = `(select coalesce(json_agg(coalesce(a.attname, pg_get_indexdef(i.indexrelid, u.place::int, true)) order by u.place), '[]')
  from unnest(i.indkey) with ordinality u (num, place) left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num and u.num > 0
  where u.place <= i.indnkeyatts)`;

/**
 * Below a policy that looks at rows Postgres uses an index for a user's condition only when the operator is leakproof.
 * For trees that is decided by equality, for summaries of block ranges by the operators of the column's own type, for all
 * others by any operator of the family; expressions must be leakproof too.
 */
const leakproof = `(
  select not exists (
    select from unnest(i.indclass) cl (oid) join pg_opclass oc on oc.oid = cl.oid
    join pg_amop ao on ao.amopfamily = oc.opcfamily and ao.amoplefttype = oc.opcintype
    join pg_operator op on op.oid = ao.amopopr join pg_proc f on f.oid = op.oprcode
    where not f.proleakproof and (
      am.amname not in ('btree', 'hash', 'brin')
      or (ao.amoprighttype = oc.opcintype and (am.amname = 'brin' or ao.amopstrategy = case am.amname when 'btree' then 3 else 1 end))
    )
  ) and coalesce(pg_get_expr(i.indexprs, i.indrelid) !~ '(lower|upper|to_tsvector|->)', true)
)`;

/** Indexes of the table `c` by name. */
export const indexesQuery = list({
  item: `json_build_object(
    'name', x.relname, 'columns', ${columns}, 'unique', i.indisunique, 'method', am.amname,
    'predicate', pg_get_expr(i.indpred, i.indrelid),
    'definition', substr(pg_get_indexdef(i.indexrelid), strpos(pg_get_indexdef(i.indexrelid), ' USING ')),
    'isConstraint', exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')),
    'leakproof', ${leakproof})`,
  from: "from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am am on am.oid = x.relam where i.indrelid = c.oid",
  order: `x.relname collate "C"`,
});
