import { uniqueKeysOf, type Point } from "./point.ts";

export const keys: readonly Point[] = [
  {
    number: 13,
    says: "every table has a primary key",
    violations: `select name as found from tables t where not exists (select from constraints k where k.conrelid = t.oid and k.contype = 'p')`,
    fault: "create table public.planted (id uuid)",
  },
  {
    number: 14,
    says: "every foreign key says what a deletion does",
    violations: `select conname as found from constraints where contype = 'f' and confdeltype = 'a'`,
    fault:
      "create table public.planted (user_id uuid references auth.users (id), primary key (user_id))",
  },
  {
    number: 15,
    says: "every foreign key column leads an index",
    violations: `
      select conname as found from constraints k where contype = 'f' and not exists (
        select from indexes i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1] and i.indpred is null)`,
    fault:
      "create table public.planted (id uuid primary key, user_id uuid references auth.users (id))",
  },
  {
    number: 16,
    says: "tables that join two others have both as their key, and no other key",
    violations: async (made) => {
      const joins = made.entities.filter(({ key }) => key !== null);
      const { rows } = await made.session.query(
        `select c.relname as found from pg_class c join pg_constraint p on p.conrelid = c.oid and p.contype = 'p' and array_length(p.conkey, 1) > 1
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition`,
      );
      const wrong = await Promise.all(
        joins.map(async ({ table, key }) => {
          const all = await uniqueKeysOf(made, table);
          return all.some(({ columns }) => columns === key?.join(",")) ? [] : [table];
        }),
      );
      return [...rows.map((row) => String(row["found"])), ...wrong.flat()];
    },
    fault: "create table public.planted (id uuid, a uuid, b uuid, primary key (a, b))",
  },
  {
    number: 17,
    says: "ranges, formats, closed sets, distinct ends and counters have checks",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        "select conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace",
      );
      const names = new Set(rows.map((row) => String(row["conname"])));
      const wanted = entities.flatMap((entity) => [
        ...entity.fields.flatMap((field) => {
          const isRanged = field.type === "integer" && (field.min !== null || field.max !== null);
          const isPattern = field.type === "text" && field.pattern !== null;
          return [
            ...(isRanged ? [`${entity.table}_${field.name}_range_check`] : []),
            ...(isPattern ? [`${entity.table}_${field.name}_format_check`] : []),
          ];
        }),
        ...entity.distinct.map((pair) => `${entity.table}_${pair.join("_")}_distinct_check`),
        ...entity.counters.map(({ column, reference }) => {
          const to = entity.references.find(({ field }) => field === reference)?.to;
          const parent = entities.find(({ name }) => name === to);
          return `${parent?.table ?? ""}_${column}_range_check`;
        }),
      ]);
      return wanted.filter((name) => !names.has(name));
    },
    fault: dropEach("check"),
  },
  {
    number: 18,
    says: "natural keys are unique, among the rows that are there where rows are removed softly",
    violations: async (made) => {
      const found = made.declared.map(async (entity) => {
        const all = await uniqueKeysOf(made, entity.table);
        return entity.unique
          .filter(
            (columns) =>
              !all.some(
                (key) =>
                  key.columns === columns.join(",") &&
                  (entity.softDelete !== true || key.definition.includes("deleted_at IS NULL")),
              ),
          )
          .map((columns) => `${entity.table} (${columns.join(", ")})`);
      });
      return (await Promise.all(found)).flat();
    },
    fault: `${dropEach("unique")}; ${dropUniqueIndexes()}`,
  },
  {
    number: 19,
    says: "every table has both times, kept by one shared trigger, and clients cannot choose them",
    violations: `
      select t.name as found from tables t where (
        select count(*) from columns c where c.table_id = t.oid and c.name in ('created_at', 'updated_at')
          and c.type = 'timestamp with time zone' and c.attnotnull and c.default_value = 'now()') < 2
      union select t.name from tables t where exists (select from policies p where p.tablename = t.name and p.cmd = 'UPDATE')
        and (not exists (select from triggers g where g.table_name = t.name and g.definition ~ 'private.set_updated_at')
          or not exists (select from triggers g where g.table_name = t.name and g.body ~ 'created_at of ' and g.definition ~ 'BEFORE .*UPDATE'))`,
    fault: "create table public.planted (id uuid primary key)",
  },
  {
    number: 20,
    says: "a user's row goes with the user, and making it cannot fail a sign-up",
    violations: async ({ session, entities }) => {
      const made = entities.find(({ signUp }) => signUp !== null);
      if (made === undefined) return ["no entity is made at sign-up"];
      const { table } = made;
      const bad = JSON.stringify({ username: "x".repeat(9_000), display_name: "\u0007'\"; --" });
      return session.rolledBack(async (inner) => {
        const found: string[] = [];
        const id = "00000000-0000-4000-8000-0000000000aa";
        await inner.query(
          "insert into auth.users (id, email, raw_user_meta_data) values ($1, 'a@example.com', $2)",
          [id, bad],
        );
        const rows = async () =>
          (await inner.query(`select from public.${table} where id = $1`, [id])).rows.length;
        if ((await rows()) !== 1) found.push("a sign-up with odd metadata left no row");
        await inner.query("delete from auth.users where id = $1", [id]);
        if ((await rows()) !== 0) found.push("the row outlived its user");
        await inner.execute(
          `alter table public.${table} add constraint never check (id is null) not valid`,
        );
        await inner.query("insert into auth.users (id, email) values ($1, 'b@example.com')", [id]);
        return found;
      });
    },
    fault: `do $$ declare f record; begin
      for f in select oid::regprocedure as name from pg_proc where proname like 'create\\_%' and pronamespace = 'private'::regnamespace loop
        execute format('drop function %s cascade', f.name); end loop; end $$`,
  },
  {
    number: 21,
    says: "nothing of the platform is referred to but the key of auth.users",
    violations: `
      select k.conname as found from constraints k join pg_class target on target.oid = k.confrelid
        where k.contype = 'f' and target.relnamespace <> 'public'::regnamespace
        and not (k.confrelid = 'auth.users'::regclass and k.confkey = array[(select attnum from pg_attribute where attrelid = 'auth.users'::regclass and attname = 'id')])`,
    fault:
      "create table public.planted (id uuid primary key, bucket_id text references storage.buckets (id) on delete cascade)",
  },
];

function dropEach(kind: "check" | "unique"): string {
  return `do $$ declare k record; begin
    for k in select conname, conrelid::regclass as name from pg_constraint where connamespace = 'public'::regnamespace and contype = '${kind.charAt(0)}' loop
      execute format('alter table %s drop constraint %I', k.name, k.conname); end loop; end $$`;
}

function dropUniqueIndexes(): string {
  return `do $$ declare i record; begin
    for i in select indexrelid::regclass as name from pg_index x join pg_class c on c.oid = x.indrelid
      where c.relnamespace = 'public'::regnamespace and x.indisunique and not x.indisprimary loop
      execute format('drop index %s', i.name); end loop; end $$`;
}
