import { runCells } from "../backend/run-cells.ts";
import type { Session } from "../backend/session.ts";
import type { AccessMatrix } from "../schema/access-matrix.ts";
import { judgeMatrix } from "../schema/judge-matrix.ts";
import { wrongEffects } from "./prove-code.ts";
import type { Mutant } from "../schema/mutants/mutant.ts";

type AccessCell = AccessMatrix["cells"][number];

/** What became of a mutant. `survived`: no cell noticed, so that a class of rows is missing. */
export interface MutantVerdict {
  readonly mutant: Mutant;
  readonly verdict: "killed" | "survived" | "equivalent";
}

/** Cells that are tried before looking whether one has noticed; then twice as many, as most mutants are noticed early. */
const cellsAtFirst = 8;

/**
 * Applies every mutant in a savepoint of a database that holds the matrix's fixtures and tries its table's cells until
 * one notices: any finding counts. Mutants that are equivalent are not run.
 */
export async function runMutants(
  session: Session,
  { mutants, matrix }: { readonly mutants: readonly Mutant[]; readonly matrix: AccessMatrix },
): Promise<readonly MutantVerdict[]> {
  const cellsOf = Map.groupBy(matrix.cells, ({ table }) => table);
  const verdicts: MutantVerdict[] = [];
  for (const mutant of mutants) {
    const tables = [mutant.table, ...(mutant.others ?? [])];
    const own = tables.flatMap((table) => cellsOf.get(table) ?? []);
    const cells = likelyFirst(own, mutant);
    const isCode = mutant.others !== undefined;
    const effects = (matrix.effects ?? []).filter(
      (effect) => isCode && effect.tables.some((table) => tables.includes(table)),
    );
    const calls = (matrix.calls ?? []).filter(({ called }) => called === mutant.called);
    const verdict =
      mutant.equivalent !== null
        ? "equivalent"
        : (await isNoticed(session, { mutant, cells, effects, calls }))
          ? "killed"
          : "survived";
    verdicts.push({ mutant, verdict });
  }
  return verdicts;
}

function likelyFirst(cells: readonly AccessCell[], { command }: Mutant): readonly AccessCell[] {
  return [
    ...cells.filter((cell) => cell.command === command),
    ...cells.filter((cell) => cell.command !== command),
  ];
}

interface Trial {
  readonly mutant: Mutant;
  readonly cells: readonly AccessCell[];
  readonly effects: NonNullable<AccessMatrix["effects"]>;
  readonly calls: NonNullable<AccessMatrix["calls"]>;
}

function isNoticed(session: Session, { mutant, cells, effects, calls }: Trial): Promise<boolean> {
  return session.rolledBack(async (inner) => {
    await inner.execute(mutant.sql);
    if ((await wrongEffects(inner, { effects })).length > 0) return true;
    for (let start = 0, size = cellsAtFirst; start < cells.length; start += size, size *= 2) {
      const some = cells.slice(start, start + size);
      const results = await runCells(inner, some);
      if (judgeMatrix({ fixtures: [], cells: some }, results).length > 0) return true;
    }
    return (await wrongEffects(inner, { calls })).length > 0;
  });
}
