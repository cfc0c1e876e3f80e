import { inspectDatabase } from "../../../src/backend/inspect-database.ts";
import { readExpressions } from "../../../src/schema/lints/read-expressions.ts";
import type { Point } from "./point.ts";

/** A sound table of somebody's notes, for faults in what is said about it. */
const notes = `create table public.planted (id uuid primary key, owner_id uuid not null);
  alter table public.planted enable row level security`;

const commands = "unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as command";
const clients = "unnest(array['anon', 'authenticated']) as client";

export const access: readonly Point[] = [
  {
    number: 22,
    says: "row level security is on for every table",
    violations: "select name as found from tables where not relrowsecurity",
    fault: "create table public.planted (id uuid primary key)",
  },
  {
    number: 23,
    says: "clients hold exactly the grants that policies use, on tables only; the service role holds all",
    violations: `
      select client || ' ' || command || ' ' || t.name as found from tables t, ${commands}, ${clients}
        where has_table_privilege(client, t.oid, command) <> exists (
          select from policies p where p.schemaname = 'public' and p.tablename = t.name and p.role = client and p.cmd = command)
      union select client || ' truncate ' || t.name from tables t, ${clients} where has_table_privilege(client, t.oid, 'TRUNCATE, REFERENCES, TRIGGER')
      union select 'service_role ' || command || ' ' || t.name from tables t, ${commands} where not has_table_privilege('service_role', t.oid, command)
      union select 'sequence ' || c.relname from pg_class c, ${clients}
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and has_sequence_privilege(client, c.oid, 'USAGE')`,
    fault: `${notes}; grant select on public.planted to anon; grant all on public.planted to service_role`,
  },
  {
    number: 24,
    says: "one permissive policy for a role and a command, and every policy names its roles",
    violations: `
      select tablename || ' ' || role || ' ' || cmd as found from policies group by tablename, role, cmd having count(*) > 1
      union select policyname from policies where role not in ('anon', 'authenticated') or permissive <> 'PERMISSIVE'`,
    fault: `${notes}; create policy planted_all on public.planted for select using (true)`,
  },
  {
    number: 25,
    says: "policies ask (select auth.uid()) once a statement, and never what users wrote about themselves",
    violations: async ({ session }) => {
      const facts = await inspectDatabase(session);
      const read = await readExpressions(facts);
      return facts.tables.flatMap(({ policies }) =>
        policies
          .filter(({ check, using }) =>
            [using ?? "", check ?? ""].some(
              (text) =>
                /user_metadata/.test(text) ||
                read(text).calls.some(({ name, perRow }) => perRow && name.startsWith("auth.")),
            ),
          )
          .map(({ name }) => name),
      );
    },
    fault: `${notes}; create policy planted_select on public.planted for select to authenticated using (owner_id = auth.uid())`,
  },
  {
    number: 26,
    says: "updates are checked before and after, and owners cannot be changed",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        "select policyname from pg_policies where schemaname in ('public', 'storage') and cmd = 'UPDATE' and (qual is null or with_check is null)",
      );
      const guards = await session.query(
        `select g.tgrelid::regclass::text as table_name, f.prosrc as body from pg_trigger g join pg_proc f on f.oid = g.tgfoid
         where not g.tgisinternal and g.tgtype & 2 > 0 and g.tgtype & 16 > 0`,
      );
      const open = entities.filter(
        ({ access: rules, owner, table }) =>
          owner !== null &&
          rules.update !== "nobody" &&
          !guards.rows.some(
            (row) =>
              String(row["table_name"]).replace("public.", "") === table &&
              String(row["body"]).includes(`${owner} of ${table} cannot be changed`),
          ),
      );
      return [...rows.map((row) => String(row["policyname"])), ...open.map(({ table }) => table)];
    },
    fault: `${notes}; create policy planted_update on public.planted for update to authenticated using (owner_id = (select auth.uid()))`,
  },
  {
    number: 27,
    says: "guarded columns are guarded by triggers, and no column has grants of its own",
    violations: `
      select table_name || '.' || name as found from columns where attacl is not null
      union select c.table_name || '.' || c.name from columns c
        where (c.name ~ '_count$' or c.name = 'created_at')
        and exists (select from policies p where p.schemaname = 'public' and p.tablename = c.table_name and p.cmd = 'UPDATE')
        and not exists (select from triggers g where g.table_name = c.table_name and g.definition ~ 'BEFORE .*UPDATE'
          and g.body ~ (c.name || ' of ' || c.table_name || ' cannot be changed'))`,
    fault: `${notes}; grant update (owner_id) on public.planted to authenticated`,
  },
  {
    number: 28,
    says: "functions have an empty search path; what runs with its owner's rights is for nobody who does not need it",
    violations: `
      select name as found from functions where not coalesce('search_path=""' = any (proconfig), false)
      union select f.name from functions f, ${clients} where f.prosecdef and has_function_privilege(client, f.oid, 'EXECUTE')
        and (client = 'anon' or f.prorettype = 'trigger'::regtype)
        and not exists (select from policies p where p.role = client and (
          concat(p.qual, p.with_check) ~ f.name or (p.cmd = 'SELECT' and f.name = 'search_' || p.tablename)))
      union select f.name from functions f where f.prorettype = 'trigger'::regtype and f.schema_name <> 'private'`,
    fault:
      "create function public.planted() returns int language sql security definer set search_path = '' as 'select 1'; grant execute on function public.planted() to anon",
  },
  {
    number: 29,
    says: "views ask the policies of their tables; no materialized views or foreign tables",
    violations: `
      select c.relname as found from pg_class c where c.relnamespace = 'public'::regnamespace
        and (c.relkind in ('m', 'f') or (c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)))`,
    fault: "create view public.planted as select 1 as id",
  },
  {
    number: 30,
    says: "buckets have limits, files stand in their owner's folder, and nobody can list other people's",
    violations: `
      select id as found from storage.buckets where file_size_limit is null or allowed_mime_types is null
      union select policyname from policies where tablename = 'objects' and (
        concat(qual, with_check) !~ 'foldername' or concat(qual, with_check) !~ 'bucket_id' or role <> 'authenticated')`,
    fault: "insert into storage.buckets (id, name, public) values ('planted', 'planted', true)",
  },
];
