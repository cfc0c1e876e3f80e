import { parse } from "libpg-query";
import { childrenOf, fieldNames, isNode } from "../../../src/schema/lints/tree.ts";
import type { Point } from "./point.ts";

/** A table of its own for faults, sound in all but what is added to it. */
const planted = (columns: string): string =>
  `create table public.planted (id uuid not null default gen_random_uuid(), ${columns}, constraint planted_pkey primary key (id))`;

export const namesAndTypes: readonly Point[] = [
  {
    number: 1,
    says: "names are lower snake case, no reserved words, at most 63 bytes",
    violations: `
      select name as found from (
        select name from tables union select name from columns union select conname from constraints union select name from indexes
        union select policyname from policies union select name from triggers union select name from functions
      ) names where name !~ '^[a-z][a-z0-9_]*$' or octet_length(name) > 63
      union select name from (select name from tables union select name from columns) words
        join pg_get_keywords() k on k.word = words.name and k.catcode in ('R', 'T')`,
    fault: planted('"Total" bigint'),
  },
  {
    number: 2,
    says: "names of constraints, indexes, policies and triggers are made of their table's",
    violations: `
      select name as found from (
        select table_name, conname as name from constraints union select table_name, name from indexes
        union select tablename, policyname from policies where schemaname = 'public' union select table_name, name from triggers
      ) names where name not like replace(table_name, '_', '\\_') || '\\_%'`,
    fault: planted("total bigint, constraint positive check (total > 0)"),
  },
  {
    number: 3,
    says: "everything is schema-qualified, one statement at a time",
    violations: async ({ statements }) =>
      (
        await Promise.all(
          statements.map(async (sql) => {
            const tree: unknown = await parse(sql);
            const count = childrenOf(tree).length;
            return count === 1 && unqualified(tree).length === 0 ? [] : [sql];
          }),
        )
      ).flat(),
    fault: "create table planted (id uuid, constraint planted_pkey primary key (id))",
  },
  {
    number: 4,
    says: "text, never char or varchar, with its length in a check",
    violations: `
      select table_name || '.' || name as found from columns where type like 'character%'
      union select c.table_name || '.' || c.name from columns c where c.type = 'text' and c.attgenerated = '' and not exists (
        select from constraints k where k.conrelid = c.table_id and k.contype = 'c' and c.attnum = any (k.conkey)
          and k.definition ~ 'char_length|= ANY|= ''')`,
    fault: planted("title text"),
  },
  {
    number: 5,
    says: "timestamptz, never timestamp or timetz",
    violations: `select table_name || '.' || name as found from columns where type ~ '^time' and type <> 'timestamp with time zone'`,
    fault: planted("seen_at timestamp"),
  },
  {
    number: 6,
    says: "keys are uuid or bigint identity, never serial or 4 bytes",
    violations: `
      select c.table_name || '.' || c.name as found from columns c join constraints k on k.conrelid = c.table_id and k.contype = 'p' and c.attnum = any (k.conkey)
        where c.type not in ('uuid', 'bigint', 'timestamp with time zone') or c.default_value like 'nextval%' or (c.type = 'bigint' and c.attidentity = '')`,
    fault: "create table public.planted (id serial, constraint planted_pkey primary key (id))",
  },
  {
    number: 7,
    says: "uuids come from gen_random_uuid(), which every server has",
    violations: `
      select table_name || '.' || name as found from columns where type = 'uuid' and default_value <> 'gen_random_uuid()'
      union select name from functions where prosrc ~ 'uuidv7|uuid_generate'`,
    fault: planted("other_id uuid default md5('')::uuid"),
  },
  {
    number: 8,
    says: "numeric or whole cents for money, never floating numbers",
    violations: `select table_name || '.' || name as found from columns where type in ('real', 'double precision', 'money')`,
    fault: planted("price double precision"),
  },
  {
    number: 9,
    says: "closed sets are text with a check, not enums",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        "select t.typname as found from pg_type t where t.typtype = 'e' and t.typnamespace = 'public'::regnamespace",
      );
      const checks = await session.query(
        "select conrelid::regclass::text as table_name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c'",
      );
      const isChecked = (table: string, words: readonly string[]): boolean =>
        checks.rows.some(
          (row) =>
            String(row["table_name"]).replace("public.", "") === table &&
            words.every((word) => String(row["definition"]).includes(`'${word}'::text`)),
        );
      const open = entities.flatMap(({ table, fields }) =>
        fields.flatMap((field) =>
          field.type === "text" && field.oneOf !== null && !isChecked(table, field.oneOf)
            ? [`${table}.${field.name}`]
            : [],
        ),
      );
      return [...rows.map((row) => String(row["found"])), ...open];
    },
    fault: "create type public.planted as enum ('a')",
  },
  {
    number: 10,
    says: "case-insensitive keys are a stored lower-case text with a unique key, not citext or lower()",
    violations: `
      select table_name || '.' || name as found from columns where type ~ 'citext'
      union select name from indexes where indexprs is not null
      union select c.table_name || '.' || c.name from columns c where c.default_value like 'lower(%' and c.attgenerated <> 's'`,
    fault: `${planted("title text check (char_length(title) < 9)")}; create unique index planted_title on public.planted (lower(title))`,
  },
  {
    number: 11,
    says: "jsonb has a declared shape and size, and no index that clients could not use",
    violations: `
      select c.table_name || '.' || c.name as found from columns c where c.type = 'json' or (c.type = 'jsonb' and (
        select count(*) from constraints k where k.conrelid = c.table_id and k.contype = 'c' and c.attnum = any (k.conkey) and k.definition ~ 'jsonb_typeof|octet_length') < 2)
      union select i.name from indexes i join columns c on c.table_id = i.indrelid and c.attnum = any (i.indkey) where c.type = 'jsonb'`,
    fault: planted("payload jsonb"),
  },
  {
    number: 12,
    says: "switches and counters are never null and have defaults",
    violations: async ({ session, entities }) => {
      const { rows } = await session.query(
        "select table_name, column_name, is_nullable, column_default from information_schema.columns where table_schema = 'public'",
      );
      const optional = new Set(
        entities.flatMap(({ table, fields }) =>
          fields
            .filter(({ type, required }) => type === "boolean" && !required)
            .map(({ name }) => `${table}.${name}`),
        ),
      );
      return rows.flatMap((row) => {
        const name = `${String(row["table_name"])}.${String(row["column_name"])}`;
        const isCounter =
          name.endsWith("_count") || ["true", "false"].includes(String(row["column_default"]));
        const isSound = row["is_nullable"] === "NO" && row["column_default"] !== null;
        return isCounter && !isSound && !optional.has(name) ? [name] : [];
      });
    },
    fault: planted("like_count int"),
  },
];

/** What is named without its schema: relations, and functions that are made or run by triggers. */
function unqualified(tree: unknown): readonly string[] {
  if (!isNode(tree)) return [];
  const { relname, schemaname, CreateFunctionStmt, CreateTrigStmt } = tree;
  const bare = typeof relname === "string" && schemaname === undefined ? [relname] : [];
  const routines = [CreateFunctionStmt, CreateTrigStmt].filter(isNode);
  const loose = routines
    .map((routine) => fieldNames(routine["funcname"]))
    .filter((path) => path.length < 2)
    .flat();
  return [...bare, ...loose, ...Object.values(tree).flatMap(unqualified)];
}
