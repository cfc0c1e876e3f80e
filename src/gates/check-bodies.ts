import { z } from "zod";
import { readFunctions } from "../backend/read-functions.ts";
import type { Session } from "../backend/session.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import {
  preparedParts,
  type BodyStatements,
  type PreparedPart,
} from "../schema/bodies/prepared-parts.ts";
import type { FunctionSource } from "../spec/function-source.ts";

/** Where a function was written: the statement that creates it. */
export interface FunctionPlace {
  readonly file: string;
  /** Of the statement's first word, from 1. */
  readonly line: number;
  readonly column: number;
  readonly sql: string;
}

export interface CheckedBodies {
  readonly functions: number;
  readonly sources: readonly FunctionSource[];
  /** Statements and expressions inside bodies that Postgres was asked about. */
  readonly statements: number;
  /** EXECUTE of texts that are known only when they run: they are left alone. */
  readonly dynamic: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Checked {
  readonly source: FunctionSource;
  readonly body: BodyStatements | null;
}

interface Asked {
  readonly source: FunctionSource;
  readonly part: PreparedPart;
  readonly made: readonly string[];
}

/**
 * Prepares the statements inside the bodies of all functions against the database as it is: Postgres itself looks at
 * them only when they run. A name that is missing is a finding, at its line where `places` (`schema.name` -> statement)
 * knows where the function was written. Changes nothing.
 */
export async function checkBodies(
  session: Session,
  places: ReadonlyMap<string, FunctionPlace>,
): Promise<CheckedBodies> {
  const sources = await readFunctions(session);
  const bodies = await Promise.all(
    sources.map(async (source): Promise<Checked> => ({
      source,
      body: await preparedParts(source),
    })),
  );
  const asked = bodies.flatMap(({ source, body }) =>
    (body?.parts ?? []).map((part): Asked => ({ source, part, made: body?.made ?? [] })),
  );
  const replies = await prepareAll(session, asked);
  // A function that asks which table it runs for may name columns that only some of them have.
  const isOfOthers = (place: number): boolean => {
    const one = asked[place];
    if (one === undefined || !/\btg_(?:table_name|relname|relid|argv)\b/i.test(one.source.body))
      return false;
    return asked.some(
      ({ part, source }, other) =>
        source === one.source && part.line === one.part.line && replies[other] === null,
    );
  };
  return {
    functions: sources.length,
    sources,
    statements: asked.length,
    dynamic: bodies.reduce((sum, { body }) => sum + (body?.dynamic ?? 0), 0),
    diagnostics: [
      ...bodies.flatMap(({ source, body }) => (body === null ? [notRead(source, places)] : [])),
      ...asked.flatMap((one, place) => {
        const reply = replies[place];
        const isFinding =
          reply !== undefined && reply !== null && isMissing(reply, one) && !isOfOthers(place);
        return isFinding ? [missing(one, { reply, places })] : [];
      }),
    ],
  };
}

const repliesSchema = z.array(
  z.object({ code: z.string(), message: z.string(), known: z.boolean() }).nullable(),
);
type Reply = NonNullable<z.infer<typeof repliesSchema>[number]>;

/** Preparing parses and looks up names, and runs nothing. `known`: whether a function of the missing one's name exists. */
const prepareFunction = `
create function pg_temp.prepare_all(items jsonb) returns jsonb language plpgsql as $run$
declare
  item jsonb;
  replies jsonb[] := '{}';
  code text;
  message text;
begin
  for item in select value from jsonb_array_elements(items) loop
    begin
      perform set_config('search_path', item ->> 'path', true);
      execute 'prepare body_part as ' || (item ->> 'sql');
      execute 'deallocate body_part';
      replies := replies || 'null'::jsonb;
    exception when others then
      get stacked diagnostics code = returned_sqlstate, message = message_text;
      replies := replies || jsonb_build_object('code', code, 'message', message, 'known', exists (
        select from pg_catalog.pg_proc where proname = (regexp_match(message, '^function (?:"?\\w+"?\\.)?"?(\\w+)"?\\('))[1]));
    end;
  end loop;
  return to_jsonb(replies);
end
$run$`;

async function prepareAll(
  session: Session,
  asked: readonly Asked[],
): Promise<z.infer<typeof repliesSchema>> {
  if (asked.length === 0) return [];
  const items = asked.map(({ source, part }) => ({
    path: source.searchPath ?? '"$user", public, extensions',
    sql: part.sql,
  }));
  return session.rolledBack(async (inner) => {
    await inner.execute(prepareFunction);
    const { rows } = await inner.query("select pg_temp.prepare_all($1::jsonb) as replies", [
      JSON.stringify(items),
    ]);
    return repliesSchema.parse(rows[0]?.["replies"]);
  });
}

/** SQLSTATEs of names that are not there: table, column, function, schema, type. */
const missingCodes = new Set(["42P01", "42703", "42883", "3F000", "42704"]);

function isMissing({ code, known, message }: Reply, { made, part }: Asked): boolean {
  if (!missingCodes.has(code)) return false;
  if (made.some((name) => message.includes(`"${name}"`))) return false;
  // With a value of unknown type Postgres may not find the function that it would find when the body runs.
  const isOfTypes = code === "42883" && (known || message.startsWith("operator"));
  return !(isOfTypes && part.isLoose);
}

const platformNames =
  /\b(?:auth|storage|realtime|extensions|net|vault|cron|graphql|pgsodium|supabase_functions)\./;

interface Found {
  readonly reply: Reply;
  readonly places: ReadonlyMap<string, FunctionPlace>;
}

/** Where functions are written, by name with schema: the last statement that creates one counts. */
export function functionPlaces(
  statements: readonly FunctionPlace[],
): ReadonlyMap<string, FunctionPlace> {
  const creates = /^create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+([\w".]+)/i;
  return new Map(
    statements.flatMap((statement) => {
      const written = creates.exec(statement.sql)?.[1]?.replaceAll('"', "");
      if (written === undefined || statement.file === "") return [];
      return [[written.includes(".") ? written : `public.${written}`, statement] as const];
    }),
  );
}

function missing({ source, part }: Asked, { reply, places }: Found): Diagnostic {
  const name = `${source.schema}.${source.name}`;
  const where = part.table === null ? "" : ` for rows of ${part.table}`;
  return diagnostic({
    code: "schema/body",
    // What the platform brings along is here only as far as we stand in for it.
    severity: platformNames.test(reply.message) ? "warning" : "error",
    ...placeOf(source, { place: places.get(name), line: part.line }),
    name,
    message: `The function ${name} fails when it runs${where}: ${reply.message} (SQLSTATE ${reply.code}). Statement: ${part.sql}`,
    fix: "Correct the name, or create what it names; Postgres looks into bodies only when they run.",
  });
}

function notRead(source: FunctionSource, places: ReadonlyMap<string, FunctionPlace>): Diagnostic {
  const name = `${source.schema}.${source.name}`;
  return diagnostic({
    code: "schema/body-not-read",
    severity: "info",
    ...placeOf(source, { place: places.get(name), line: 1 }),
    name,
    message: `The body of ${name} was not understood, so that nothing inside it was checked.`,
  });
}

interface InBody {
  readonly place: FunctionPlace | undefined;
  /** In the body, from 1. */
  readonly line: number;
}

function placeOf(
  { body }: FunctionSource,
  { place, line }: InBody,
): { readonly file?: string; readonly line?: number; readonly column?: number } {
  if (place === undefined) return {};
  const { column, file, line: first, sql } = place;
  const start = sql.indexOf(body);
  // A body in plain quotes is written in another way than it is stored.
  if (start < 0) return { file, line: first, column };
  return { file, line: first + sql.slice(0, start).split("\n").length - 1 + line - 1 };
}
