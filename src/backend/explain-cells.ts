import { z } from "zod";
import { actorSettings, type Actor } from "../spec/actor.ts";
import type { Session } from "./session.ts";

/** A statement whose triggers are watched: as an actor, or with the rights of the session. */
export interface WatchedStatement {
  readonly actor: Actor | null;
  readonly sql: string;
}

const watchFunction = `
create function pg_temp.watch_triggers(items jsonb) returns jsonb language plpgsql as $run$
declare
  item jsonb;
  plan json;
  fired jsonb := '[]';
begin
  for item in select value from jsonb_array_elements(items) loop
    plan := null;
    begin
      perform set_config('request.jwt.claims', item ->> 'claims', true);
      perform set_config('role', item ->> 'role', true);
      execute 'explain (analyze, format json, costs off, timing off, summary off) ' || (item ->> 'sql') into plan;
      raise exception using errcode = 'MMOK1';
    exception when others then
      null;
    end;
    fired := fired || coalesce((
      select jsonb_agg(jsonb_build_object('name', t ->> 'Trigger Name', 'table', coalesce((
        -- The triggers of a partition are those of its table.
        select w.relname from pg_class p join pg_class w on w.oid = pg_partition_root(p.oid)
        where p.relispartition and p.relname = t ->> 'Relation' limit 1
      ), t ->> 'Relation')))
      from json_array_elements(plan -> 0 -> 'Triggers') t where (t ->> 'Calls')::numeric > 0
    ), '[]');
  end loop;
  return fired;
end
$run$`;

const firedSchema = z.array(z.object({ name: z.string(), table: z.string() }));

/**
 * Runs the statements, each from the state as it is, and returns the triggers that ran, by the name of the trigger and of
 * its table without schema. Statements that fail run none.
 */
export async function triggersOf(
  session: Session,
  statements: readonly WatchedStatement[],
): Promise<z.infer<typeof firedSchema>> {
  const items = statements.map(({ actor, sql }) => ({
    ...(actor === null ? { role: "none", claims: "" } : actorSettings(actor)),
    sql,
  }));
  return session.rolledBack(async (inner) => {
    await inner.execute(watchFunction);
    const { rows } = await inner.query("select pg_temp.watch_triggers($1::jsonb) as fired", [
      JSON.stringify(items),
    ]);
    return firedSchema.parse(rows[0]?.["fired"]);
  });
}
