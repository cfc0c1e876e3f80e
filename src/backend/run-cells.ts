import { z } from "zod";
import { actorSettings, type Actor } from "../spec/actor.ts";
import type { Session } from "./session.ts";

/** One attempt: a statement as an actor. Every cell starts from the same database state. */
export interface Cell {
  readonly id: string;
  readonly actor: Actor;
  /** One statement without parameters. */
  readonly sql: string;
}

/**
 * What became of a cell. Only `rls` and `perm` are denials: any other SQLSTATE means
 * that the statement or its fixture is broken and says nothing about access.
 */
type CellOutcome =
  | { readonly kind: "rows"; readonly rows: number }
  | { readonly kind: "rls" | "perm" | "error"; readonly code: string; readonly message: string };

export interface CellResult {
  readonly id: string;
  readonly outcome: CellOutcome;
}

/** The deadline of a request then holds for this many cells: about 0.1 s of work. */
const cellsPerRequest = 400;

/**
 * Loops over the cells inside the database: a roundtrip per cell would be six times slower. Every cell is
 * undone by raising an exception in its own block, which also takes back its role and claims.
 * Deferred constraints are checked at once, as they would be at the cell's commit.
 */
const runCellsFunction = `
create function pg_temp.run_cells(cells jsonb) returns jsonb language plpgsql as $run$
declare
  cell jsonb;
  results jsonb[] := '{}';
  touched bigint;
  code text;
  message text;
begin
  set constraints all immediate;
  for cell in select value from jsonb_array_elements(cells) loop
    begin
      perform set_config('request.jwt.claims', cell ->> 'claims', true);
      perform set_config('role', cell ->> 'role', true);
      execute cell ->> 'sql';
      get diagnostics touched = row_count;
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

const repliesSchema = z.array(
  z.union([z.object({ rows: z.number() }), z.object({ code: z.string(), message: z.string() })]),
);

/**
 * Runs all cells and returns one result each, in the order given. The database is as before afterwards.
 * Throws what a `Session` throws.
 */
export async function runCells(
  session: Session,
  cells: readonly Cell[],
): Promise<readonly CellResult[]> {
  return session.rolledBack(async (inner) => {
    await inner.execute(runCellsFunction);
    const results: CellResult[] = [];
    for (let start = 0; start < cells.length; start += cellsPerRequest) {
      const batch = cells.slice(start, start + cellsPerRequest);
      const sent = batch.map((cell) => ({ ...actorSettings(cell.actor), sql: cell.sql }));
      const { rows } = await inner.query("select pg_temp.run_cells($1::jsonb) as results", [
        JSON.stringify(sent),
      ]);
      const replies = repliesSchema.parse(rows[0]?.["results"]);
      for (const [index, reply] of replies.entries()) {
        const cell = batch[index];
        if (cell !== undefined) results.push({ id: cell.id, outcome: outcomeOf(reply) });
      }
    }
    return results;
  });
}

function outcomeOf(reply: z.infer<typeof repliesSchema>[number]): CellOutcome {
  if ("rows" in reply) return { kind: "rows", rows: reply.rows };
  if (reply.code !== "42501") return { kind: "error", ...reply };
  const kind = reply.message.includes("row-level security") ? "rls" : "perm";
  return { kind, ...reply };
}
