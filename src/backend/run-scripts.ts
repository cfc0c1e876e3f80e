import { z } from "zod";
import type { Session } from "./session.ts";

/** Statements that run one after the other with the rights of the session, and are undone. */
export interface Script {
  readonly statements: readonly string[];
  /** Value of `request.jwt.claims`; null: none. */
  readonly claims: string | null;
}

/** How many rows the last statement touched, or why one failed. */
export type ScriptOutcome =
  | { readonly rows: number }
  | { readonly code: string; readonly message: string };

const runScriptsFunction = `
create function pg_temp.run_scripts(scripts jsonb) returns jsonb language plpgsql as $run$
declare
  script jsonb;
  statement text;
  results jsonb[] := '{}';
  touched bigint;
  code text;
  message text;
begin
  for script in select value from jsonb_array_elements(scripts) loop
    begin
      perform set_config('request.jwt.claims', coalesce(script ->> 'claims', ''), true);
      for statement in select value from jsonb_array_elements_text(script -> 'statements') loop
        execute statement;
        get diagnostics touched = row_count;
      end loop;
      raise exception using errcode = 'MMOK1';
    exception when others then
      get stacked diagnostics code = returned_sqlstate, message = message_text;
    end;
    results := results || case
      when code = 'MMOK1' then jsonb_build_object('rows', touched)
      else jsonb_build_object('code', code, 'message', message)
    end;
  end loop;
  return to_jsonb(results);
end
$run$`;

const outcomesSchema = z.array(
  z.union([z.object({ rows: z.number() }), z.object({ code: z.string(), message: z.string() })]),
);

/** Runs all scripts, each from the state as it is, and returns one outcome each, in the order given. */
export async function runScripts(
  session: Session,
  scripts: readonly Script[],
): Promise<readonly ScriptOutcome[]> {
  if (scripts.length === 0) return [];
  return session.rolledBack(async (inner) => {
    await inner.execute(runScriptsFunction);
    const { rows } = await inner.query("select pg_temp.run_scripts($1::jsonb) as results", [
      JSON.stringify(scripts),
    ]);
    return outcomesSchema.parse(rows[0]?.["results"]);
  });
}
