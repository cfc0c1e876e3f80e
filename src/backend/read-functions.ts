import { z } from "zod";
import { functionSourceSchema, type FunctionSource } from "../spec/function-source.ts";
import { catalogSearchPath, apiRoles, isOfProject, list } from "./inspect/query-parts.ts";
import type { Session } from "./session.ts";

const argumentsOf = list({
  item: `json_build_object('name', coalesce(f.proargnames[a.place], ''), 'type', format_type(a.type, null))`,
  from: "from unnest(coalesce(f.proallargtypes, f.proargtypes::oid[])) with ordinality a (type, place)",
  order: "a.place",
});

const inputsOf = list({
  item: "format_type(a.type, null)",
  from: "from unnest(f.proargtypes::oid[]) with ordinality a (type, place)",
  order: "a.place",
});

const callersOf = list({
  item: "r.role",
  from: `from (${apiRoles}) r (role) where has_schema_privilege(r.role, n.oid, 'usage') and has_function_privilege(r.role, f.oid, 'execute')`,
  order: "r.role",
});

const triggersOf = list({
  item: `json_build_object('table', format('%I.%I', tn.nspname, c.relname), 'name', t.tgname, 'definition', pg_get_triggerdef(t.oid))`,
  from: "from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace tn on tn.oid = c.relnamespace where t.tgfoid = f.oid and not t.tgisinternal and t.tgparentid = 0",
  order: `tn.nspname collate "C", c.relname collate "C", t.tgname collate "C"`,
});

const functionsQuery = list({
  item: `json_build_object(
    'schema', n.nspname, 'name', f.proname, 'language', l.lanname, 'body', case when f.prosqlbody is null then f.prosrc else '' end,
    'searchPath', (select substr(c.setting, 13) from unnest(f.proconfig) c (setting) where c.setting like 'search_path=%'),
    'arguments', ${argumentsOf}, 'inputs', ${inputsOf}, 'callers', ${callersOf}, 'isTrigger', f.prorettype = 'trigger'::regtype, 'triggers', ${triggersOf})`,
  from: `from pg_proc f join pg_namespace n on n.oid = f.pronamespace join pg_language l on l.oid = f.prolang
   where f.prokind in ('f', 'p') and l.lanname in ('plpgsql', 'sql') and n.nspname not in ('storage', 'realtime') and ${isOfProject("pg_proc", "f.oid")}`,
  order: `n.nspname collate "C", f.proname collate "C", pg_get_function_identity_arguments(f.oid) collate "C"`,
});

/** The project's functions in SQL and PL/pgSQL, in a stable order; changes nothing. */
export async function readFunctions(session: Session): Promise<readonly FunctionSource[]> {
  return session.rolledBack(async (inner) => {
    // Nothing is in view then, so that Postgres writes every type with its schema.
    await inner.execute(catalogSearchPath);
    const { rows } = await inner.query(`select ${functionsQuery} as functions`);
    return z.array(functionSourceSchema).parse(rows[0]?.["functions"]);
  });
}
