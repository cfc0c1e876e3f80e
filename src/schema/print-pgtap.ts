import { actorSettings } from "../spec/actor.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { accessMatrix } from "./access-matrix.ts";
import { text } from "./ast/expressions.ts";
import { quoted } from "./ast/names.ts";
import { printLine } from "./ast/print-sql.ts";
import type { AccessCell } from "./matrix/access-cell.ts";
import type { MatrixActor } from "./matrix/users.ts";

interface PgtapFile {
  /** The app's name, or what else the database is called. */
  readonly title: string;
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/**
 * The access matrix as a file of pgTAP tests for `supabase test db` or `pg_prove`: one test a cell, in one transaction
 * that is rolled back. It refuses a database that holds rows. The same entities give the same bytes; they must have
 * passed `checkEntities`.
 */
export function printPgtap({ title, entities, buckets }: PgtapFile): string {
  const { fixtures, cells } = accessMatrix(entities, buckets);
  const tables = entities.map(({ table }) => `public.${quoted(table)}`).toSorted();
  return [
    head(title, cells.length),
    emptyCheck([...tables, ...(buckets.length === 0 ? [] : ["storage.objects"]), "auth.users"]),
    actorTable(cells),
    attemptFunction,
    ["-- Rows of several people, on which the attempts are made.", ...fixtures.map(ended)].join(
      "\n",
    ),
    settings,
    ...[...Map.groupBy(cells, ({ table }) => table)].map(([table, some]) =>
      [`-- ${table}`, ...some.map(testOf)].join("\n"),
    ),
    "select * from finish();\nrollback;\n",
  ].join("\n\n");
}

function head(title: string, tests: number): string {
  return `\
-- Who may do what in ${title.replaceAll(/\s+/g, " ")}: every table and bucket, tried with every command by every kind of person.
-- Made from the access rules. Run it on an empty database: supabase db start && supabase test db
begin;
create extension if not exists pgtap with schema extensions;
select plan(${tests});`;
}

const settings = `\
-- Deferred constraints are checked with each attempt, and files may be deleted without the Storage API.
set constraints all immediate;
set local storage.allow_delete_query = 'true';`;

function ended(sql: string): string {
  return `${sql};`;
}

/** The tests count rows, and must never touch those of people. */
function emptyCheck(tables: readonly string[]): string {
  const list = tables.map((table) => `    ${constant(table)}`).join(",\n");
  return `\
do $check$
declare
  place text;
  is_filled boolean;
begin
  foreach place in array array[
${list}
  ] loop
    execute format('select exists (select from %s)', place) into is_filled;
    if is_filled then
      raise exception '% holds rows: these tests need an empty database', place
        using hint = 'Run them after: supabase db reset --no-seed';
    end if;
  end loop;
end
$check$;`;
}

/** Who tries, as the API tells Postgres: a role, and the claims of the token. */
function actorTable(cells: readonly AccessCell[]): string {
  const actors = new Map(cells.map((cell): [string, MatrixActor] => [actorName(cell), cell.actor]));
  const rows = [...actors].map(([name, actor]) => {
    const { role, claims } = actorSettings(actor);
    return `  (${[name, role, claims].map(constant).join(", ")})`;
  });
  return `\
-- Who tries: the role and the claims of the token that the API sets.
create temporary table actors (name text primary key, role text not null, claims text not null) on commit drop;
insert into actors (name, role, claims) values
${rows.join(",\n")};`;
}

const attemptFunction = `\
-- Runs a statement for somebody and undoes it. Says how many rows it reached; nothing, where it found none or was refused.
create function pg_temp.attempt(who text, statement text) returns text language plpgsql as $attempt$
declare
  actor record;
  touched bigint;
  code text;
  message text;
begin
  select * into strict actor from pg_temp.actors where name = who;
  begin
    perform set_config('request.jwt.claims', actor.claims, true);
    perform set_config('role', actor.role, true);
    execute statement;
    get diagnostics touched = row_count;
    raise exception using errcode = 'UNDO1';
  exception when others then
    get stacked diagnostics code = returned_sqlstate, message = message_text;
  end;
  return case
    when code = '42501' or (code = 'UNDO1' and touched = 0) then 'nothing'
    when code = 'UNDO1' then format(case touched when 1 then '%s row' else '%s rows' end, touched)
    else format('%s: %s', code, message)
  end;
end
$attempt$;`;

function testOf(cell: AccessCell): string {
  const { description, expect, sql } = cell;
  const attempt = `pg_temp.attempt(${constant(actorName(cell))}, ${dollarQuoted(sql)})`;
  if (expect.kind !== "rows" || expect.rows === 0)
    return `select is(${attempt}, 'nothing', ${constant(description)});`;
  const rows = expect.rows === 1 ? "1 row" : `${expect.rows} rows`;
  return expect.mayBeRestricted
    ? `select matches(${attempt}, '^(${rows}|23503:.*|23001:.*)$', ${constant(description)});`
    : `select is(${attempt}, '${rows}', ${constant(description)});`;
}

function constant(value: string): string {
  return printLine(text(value));
}

/** The last part of a cell's id. */
function actorName({ id }: AccessCell): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Statements are read more often as they are than with doubled quotes. */
function dollarQuoted(sql: string): string {
  for (let tag = "$$", count = 1; ; tag = `$sql${count}$`, count += 1)
    if (!sql.includes(tag) && !sql.endsWith("$")) return `${tag}${sql}${tag}`;
}
