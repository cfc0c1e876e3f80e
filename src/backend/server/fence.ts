import { SqlError, type SqlErrorFields } from "../database-errors.ts";

/** Once, before the first use of the fence. */
export function fenceSchemaSql(owner: string): string {
  return `create schema megamind_fence; grant usage on schema megamind_fence to ${owner};`;
}

/**
 * A function that runs somebody else's SQL with the rights of `owner`. Postgres itself guards the way out: inside of a
 * function with the rights of its owner neither role nor session authorization can be set, and no transaction ends.
 * Owners may change their functions, so it is made anew before every use.
 */
export function fenceSql(owner: string): string {
  return `create or replace function megamind_fence.run(statement text) returns void language plpgsql security definer as $fence$
begin
  execute statement;
end
$fence$;
create or replace function megamind_fence.read(query text) returns json language plpgsql security definer as $fence$
declare
  value json;
begin
  execute query into value;
  return value;
end
$fence$;
alter function megamind_fence.run(text) owner to ${owner};
alter function megamind_fence.read(text) owner to ${owner}`;
}

/** The error as it would be without the fence. */
export function unfenced(error: unknown, statement: string): unknown {
  if (!(error instanceof SqlError)) return error;
  return new SqlError({ ...error.fields, where: whereInside(error.fields, statement) }, statement);
}

function whereInside({ where }: SqlErrorFields, statement: string): string | null {
  const inside = (where ?? "")
    .replace(/\n?PL\/pgSQL function megamind_fence\.\w+\(text\) line \d+ at EXECUTE$/, "")
    .replace(/\n$/, "");
  const call = `SQL statement "${statement}"`;
  const rest = inside.endsWith(call) ? inside.slice(0, -call.length).trimEnd() : inside;
  return rest === "" ? null : rest;
}
