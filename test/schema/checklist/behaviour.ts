import { uniqueKeysOf, type Made, type Point } from "./point.ts";

interface IndexColumns {
  readonly name: string;
  /** Such as "published_at desc", in order. */
  readonly columns: readonly string[];
  /** Null: all rows are in it. */
  readonly condition: string | null;
}

async function indexesOf({ session }: Made, table: string): Promise<readonly IndexColumns[]> {
  const { rows } = await session.query(
    `select i.indexrelid::regclass::text as name, pg_get_expr(i.indpred, i.indrelid) as condition, array_to_string(array(
       select a.attname || case when i.indoption[k.place - 1] & 1 = 1 then ' desc' else '' end
       from unnest(i.indkey) with ordinality k (attnum, place) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by k.place
     ), ',') as columns from pg_index i where i.indrelid = ('public.' || quote_ident($1))::regclass`,
    [table],
  );
  return rows.map((row) => ({
    name: String(row["name"]),
    columns: String(row["columns"]).split(","),
    condition: row["condition"] === null ? null : String(row["condition"]),
  }));
}

export const behaviour: readonly Point[] = [
  {
    number: 31,
    says: "counters are kept by triggers with their owner's rights, which lock rows of one table in one order; those of events once a statement",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        `select g.tgrelid::regclass::text as table_name, f.prosrc as body, g.tgtype & 1 = 0 and g.tgnewtable is not null as at_once from pg_trigger g join pg_proc f on f.oid = g.tgfoid
         where f.prosecdef and not g.tgisinternal`,
      );
      return entities.flatMap(({ table, counters, events, references }) => {
        const isEvents = events === true;
        const bodies = rows
          .filter((row) => String(row["table_name"]).replace("public.", "") === table)
          .filter((row) => row["at_once"] === isEvents)
          .map((row) => String(row["body"]));
        const targets = counters.map(
          ({ reference }) => references.find(({ field }) => field === reference)?.to,
        );
        const needsLock = isEvents || new Set(targets).size < targets.length;
        return counters
          .filter(({ column }) => {
            const sum = isEvents ? `parent.${column} + added.amount` : `${column} + 1`;
            const body = bodies.find((one) => one.includes(`set ${column} = ${sum}`));
            return (
              body === undefined || (needsLock && !body.includes("order by id for no key update"))
            );
          })
          .map(({ column }) => `${table}: ${column}`);
      });
    },
    fault: `do $$ declare t record; begin
      for t in select tgname, tgrelid::regclass as name from pg_trigger where tgname like '%\\_count' loop
        execute format('drop trigger %I on %s', t.tgname, t.name); end loop; end $$`,
  },
  {
    number: 32,
    says: "orders of lists end in a unique column and have their index",
    violations: async (made) => {
      const found = made.entities.map(async (entity) => {
        const all = await indexesOf(made, entity.table);
        const key = entity.key ?? ["id"];
        return (entity.orders ?? [])
          .filter(({ by, within }) => {
            const led = [...(within === null ? [] : [within]), ...by];
            return !all.some(
              ({ columns }) =>
                led.every((name, place) => columns[place] === name) &&
                key.every((name) => columns.some((column) => column.split(" ")[0] === name)),
            );
          })
          .map(({ by }) => `${entity.table} by ${by.join(", ")}`);
      });
      return (await Promise.all(found)).flat();
    },
    fault: dropIndexes(),
  },
  {
    number: 33,
    says: "keys of some of the rows are partial indexes with just that condition",
    violations: async (made) => {
      const found = made.entities.map(async ({ table, partialUnique = [] }) => {
        const all = await uniqueKeysOf(made, table);
        return partialUnique
          .filter(
            ({ fields, where }) =>
              !all.some(
                ({ columns, definition }) =>
                  columns === fields.join(",") &&
                  new RegExp(`WHERE .*${where.field}`).test(definition),
              ),
          )
          .map(({ fields }) => `${table} (${fields.join(", ")})`);
      });
      return (await Promise.all(found)).flat();
    },
    fault: dropIndexes(),
  },
  {
    number: 33,
    says: "lists of some of the rows have partial indexes, and lists of softly deleted rows leave out what was removed",
    violations: async (made) => {
      const found = made.entities.map(async ({ table, fields, indexes, orders = [] }) => {
        const all = await indexesOf(made, table);
        const isSoft = fields.some(({ name }) => name === "deleted_at");
        const wanted = [
          ...indexes.flatMap((one) =>
            one.where === undefined ? [] : [{ columns: one.fields, field: one.where.field }],
          ),
          ...(isSoft ? orders : []).map(({ by, within }) => ({
            columns: [...(within === null ? [] : [within]), ...by],
            field: "deleted_at",
          })),
        ];
        return wanted
          .filter(
            ({ columns, field }) =>
              !all.some(
                ({ condition, ...index }) =>
                  condition?.includes(field) === true &&
                  columns.every((name, place) => index.columns[place] === name),
              ),
          )
          .map(({ columns }) => `${table} (${columns.join(", ")})`);
      });
      return (await Promise.all(found)).flat();
    },
    fault: dropIndexes(),
  },
  {
    number: 34,
    says: "full text is a stored vector with a GIN index, reached by a function with its owner's rights",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'tsvector'::regtype and a.attgenerated = 's'
         join pg_index i on i.indrelid = c.oid and a.attnum = any (i.indkey) join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam and m.amname = 'gin'
         join pg_proc f on f.proname = 'search_' || c.relname and f.prosecdef and f.prosrc ~ '@@'
         where c.relnamespace = 'public'::regnamespace`,
      );
      const found = new Set(rows.map((row) => String(row["name"])));
      const wanted = entities.filter(({ search }) => search !== undefined);
      return wanted.map(({ table }) => table).filter((table) => !found.has(table));
    },
    fault: dropIndexes(),
  },
  {
    number: 35,
    says: "no index repeats another one or only its beginning",
    violations: async (made) => {
      const { rows } = await made.session.query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
      );
      const found = rows.map(async (row) => {
        const all = await indexesOf(made, String(row["relname"]));
        return all
          .filter(({ name, columns, condition }) =>
            all.some(
              (other) =>
                other.name !== name &&
                other.condition === condition &&
                columns.every((column, place) => other.columns[place] === column),
            ),
          )
          .map(({ name }) => name);
      });
      return (await Promise.all(found)).flat();
    },
    fault: `create table public.planted (id uuid, a uuid, primary key (id, a)); create index planted_id_idx on public.planted (id)`,
  },
  {
    number: 36,
    says: "policies and unique keys know what was removed softly, and only where it is asked for",
    violations: async ({ session, declared }) => {
      const { rows } = await session.query(
        `select c.relname as name, bool_or(p.polcmd = 'r' and pg_get_expr(p.polqual, p.polrelid) ~ 'deleted_at') as known
         from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace left join pg_policy p on p.polrelid = c.oid
         where a.attname = 'deleted_at' and c.relkind in ('r', 'p') group by c.relname`,
      );
      const soft = new Set(
        declared.filter(({ softDelete }) => softDelete === true).map(({ table }) => table),
      );
      const tables = new Set(rows.map((row) => String(row["name"])));
      return [
        ...[...soft].filter((table) => !tables.has(table)),
        ...rows
          .filter((row) => !soft.has(String(row["name"])) || row["known"] !== true)
          .map((row) => String(row["name"])),
      ];
    },
    fault: "create table public.planted (id uuid primary key, deleted_at timestamptz)",
  },
  {
    number: 36,
    says: "what was removed softly is deleted for good by a function of the server alone, in batches and in one order",
    violations: async ({ session, declared }) => {
      const { rows } = await session.query(
        `select substr(f.proname, 7) as name from pg_proc f where f.pronamespace = 'private'::regnamespace and f.prosecdef and f.proconfig = '{"search_path=\\"\\""}'
           and f.prosrc ~ 'order by r' and f.prosrc ~ 'skip locked' and has_function_privilege('service_role', f.oid, 'execute')
           and not has_function_privilege('anon', f.oid, 'execute') and not has_function_privilege('authenticated', f.oid, 'execute')`,
      );
      const found = new Set(rows.map((row) => String(row["name"])));
      return declared
        .filter(({ softDelete, table }) => softDelete === true && !found.has(table))
        .map(({ table }) => table);
    },
    fault: `do $$ declare f record; begin
      for f in select oid::regprocedure as name from pg_proc where proname like 'purge\\_%' loop
        execute format('grant execute on function %s to authenticated', f.name); end loop; end $$`,
  },
  {
    number: 37,
    says: "events are partitioned by time with a place for the rest, and nobody changes them",
    violations: async ({ session, declared }) => {
      const { rows } = await session.query(
        `select c.relname as name, exists (select from pg_inherits i join pg_class d on d.oid = i.inhrelid
             where i.inhparent = c.oid and pg_get_expr(d.relpartbound, d.oid) = 'DEFAULT') as rest,
           exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('w', 'd')) as changed
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'p'`,
      );
      const sound = rows.filter(({ changed, rest }) => rest === true && changed === false);
      const found = new Set(sound.map((row) => String(row["name"])));
      return declared
        .filter(({ events, table }) => events === true && !found.has(table))
        .map(({ table }) => table);
    },
    fault: `do $$ declare t record; begin
      for t in select inhrelid::regclass as name from pg_inherits i join pg_class d on d.oid = i.inhrelid where pg_get_expr(d.relpartbound, d.oid) = 'DEFAULT' loop
        execute format('drop table %s', t.name); end loop; end $$`,
  },
  {
    number: 37,
    says: "events have an index of block ranges by time",
    violations: `
      select c.relname as found from pg_class c join pg_partitioned_table t on t.partrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and not exists (
        select from indexes i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
        where i.indrelid = c.oid and m.amname = 'brin' and i.indkey[0] = t.partattrs[0])`,
    fault: dropIndexes(),
  },
  {
    number: 38,
    says: "blocks are honoured by every rule that lets people read rows of others",
    violations: async ({ session, declared }) => {
      if (!declared.some(({ blocks }) => blocks !== undefined)) return [];
      const { rows } = await session.query(
        `select tablename from pg_policies where schemaname = 'public' and cmd = 'SELECT' and 'authenticated' = any (roles) and qual !~ 'blocked_users'`,
      );
      const open = new Set(rows.map((row) => String(row["tablename"])));
      const social = declared.filter(
        ({ access: { select }, blocks, ignoresBlocks, owner }) =>
          owner !== null &&
          blocks === undefined &&
          ignoresBlocks !== true &&
          ["everyone", "signed-in"].includes(String(select)),
      );
      return social.map(({ table }) => table).filter((table) => open.has(table));
    },
    fault: `do $$ declare p record; begin
      for p in select policyname, tablename from pg_policies where schemaname = 'public' and cmd = 'SELECT' loop
        execute format('alter policy %I on public.%I using (true)', p.policyname, p.tablename); end loop; end $$`,
  },
  {
    number: 38,
    says: "a trigger records each insert, update and delete of audited rows in a log that nobody changes and only the server reads",
    violations: async ({ session, declared }) => {
      const audited = declared.filter((entity) => entity.audited === true);
      if (audited.length === 0) return [];
      const { rows } = await session.query(
        `select g.tgrelid::regclass::text as table_name from pg_trigger g join pg_proc f on f.oid = g.tgfoid
         where f.oid = to_regprocedure('private.write_audit_log()') and f.prosecdef and g.tgenabled = 'O' and g.tgqual is null
           and g.tgattr = '' and g.tgtype & (1 | 2 | 4 | 8 | 16) = (1 | 4 | 8 | 16)`,
      );
      const recorded = new Set(rows.map((row) => String(row["table_name"])));
      const log = await session.query(
        `select r.role || ' may ' || p.privilege as found from unnest(array['anon', 'authenticated', 'service_role']) r (role),
           unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p (privilege)
         where has_table_privilege(r.role, 'private.audit_log', p.privilege) <> (r.role = 'service_role' and p.privilege = 'select')
         union all select 'policies or no row level security' from pg_class c
         where c.oid = 'private.audit_log'::regclass and (not c.relrowsecurity or exists (select from pg_policy where polrelid = c.oid))
         union all select 'no index for ' || w.columns from (values ('table_name, row_key'), ('at')) w (columns)
         where not exists (select from pg_index i where i.indrelid = 'private.audit_log'::regclass
           and pg_get_indexdef(i.indexrelid) like '%(' || w.columns || ')')`,
      );
      return [
        ...audited.map(({ table }) => table).filter((table) => !recorded.has(table)),
        ...log.rows.map((row) => String(row["found"])),
      ];
    },
    fault: "grant update on private.audit_log to service_role",
  },
  {
    number: 39,
    says: "a table is published only where changes are subscribed to, and sends no old values",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        `select tablename from pg_publication_tables where pubname = 'supabase_realtime' and schemaname = 'public'`,
      );
      const published = rows.map((row) => String(row["tablename"])).toSorted();
      const wanted = entities
        .filter(({ realtime }) => realtime === true)
        .map(({ table }) => table)
        .toSorted();
      const full = await session.query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relreplident = 'f'",
      );
      return [
        ...published.filter((table) => !wanted.includes(table)),
        ...wanted.filter((table) => !published.includes(table)),
        ...full.rows.map((row) => String(row["relname"])),
      ];
    },
    fault:
      "create table public.planted (id uuid primary key); alter publication supabase_realtime add table public.planted",
  },
];

function dropIndexes(): string {
  return `do $$ declare i record; begin
    for i in select indexrelid::regclass as name from pg_index x join pg_class c on c.oid = x.indrelid
      where c.relnamespace = 'public'::regnamespace and not exists (select from pg_constraint k where k.conindid = x.indexrelid) loop
      execute format('drop index %s', i.name); end loop; end $$`;
}
