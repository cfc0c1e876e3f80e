import { runCells } from "../backend/run-cells.ts";
import type { Session } from "../backend/session.ts";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { accessMatrix } from "../schema/access-matrix.ts";
import { withJoins } from "../schema/join-entities.ts";
import { mutantsOf } from "../schema/mutants.ts";
import { codeMutants } from "../schema/mutants/code-mutants.ts";
import { storageTruthTable, truthTable, type TruthTable } from "../schema/truth-table.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { checkBodies, type CheckedBodies, type FunctionPlace } from "./check-bodies.ts";
import { judgeCells } from "./judge-cells.ts";
import { proveCode, type CodeProof } from "./prove-code.ts";
import { readSecurity } from "./read-security.ts";
import { runMutants, type MutantVerdict } from "./run-mutants.ts";
import { withFixtures } from "./with-fixtures.ts";

interface ProofOptions {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** Whether the matrix itself is put to the test; only where it finds nothing, for else it would notice anything. */
  readonly withMutants: boolean;
  /** Where functions are written, by name with schema, for findings inside them. Default: nowhere. */
  readonly places?: ReadonlyMap<string, FunctionPlace> | undefined;
}

/** How far a database does what its access rules say, and how far the cells would notice if it did not. */
export interface AccessProof {
  readonly cells: number;
  readonly actors: number;
  readonly truth: Omit<TruthTable, "diagnostics">;
  /** Wrong cells, policies that differ from their rules and surviving mutants; without errors the database is proven. */
  readonly diagnostics: readonly Diagnostic[];
  /** Statements inside functions that were looked up, and texts that functions make when they run. */
  readonly bodies: Pick<CheckedBodies, "dynamic" | "statements">;
  /** What became of triggers and functions; null when the fixtures could not be stored. */
  readonly code: Omit<CodeProof, "diagnostics"> | null;
  readonly mutants: readonly MutantVerdict[];
  readonly cellsMs: number;
  readonly mutantsMs: number;
}

/** Proves a database to which the migrations are applied and which holds no rows. It is as before afterwards. */
export async function proveAccess(session: Session, options: ProofOptions): Promise<AccessProof> {
  const { buckets } = options;
  const entities = withJoins(options.entities);
  const matrix = accessMatrix(entities, buckets);
  const actors = new Set(matrix.cells.map(({ actor }) => JSON.stringify(actor))).size;
  const tables = entities.map(({ table }) => table);
  const security = await readSecurity(session, { tables, files: buckets.length > 0 });
  const { diagnostics: differing, ...truth } = joined([
    await truthTable(security, entities),
    await storageTruthTable(security, buckets),
  ]);
  const bodies = await checkBodies(session, options.places ?? new Map());
  const { dynamic, statements } = bodies;
  const counts = { cells: matrix.cells.length, actors, truth, bodies: { dynamic, statements } };
  const proven = await withFixtures(session, matrix.fixtures, async (inner) => {
    const started = performance.now();
    const results = await runCells(inner, matrix.cells);
    const judged = judgeCells({ entities, matrix, results });
    const cellsMs = performance.now() - started;
    const code = await proveCode(inner, { sources: bodies.sources, matrix });
    const isSound = !hasErrors([...judged, ...code.diagnostics]);
    const mutants =
      options.withMutants && isSound
        ? await runMutants(inner, {
            mutants: [
              ...(await mutantsOf(security, entities)),
              ...(await codeMutants(bodies.sources, security)),
            ],
            matrix,
          })
        : [];
    const mutantsMs = performance.now() - started - cellsMs;
    const survivors = mutants.filter(({ verdict }) => verdict === "survived").map(survived);
    return {
      code,
      diagnostics: [
        ...judged,
        ...differing,
        ...bodies.diagnostics,
        ...code.diagnostics,
        ...survivors,
      ],
      mutants,
      cellsMs,
      mutantsMs,
    };
  });
  if ("result" in proven) return { ...counts, ...proven.result };
  const diagnostics = [proven.broken, ...bodies.diagnostics];
  return { ...counts, diagnostics, code: null, mutants: [], cellsMs: 0, mutantsMs: 0 };
}

function joined(tables: readonly TruthTable[]): TruthTable {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return {
    compared: sum(tables.map(({ compared }) => compared)),
    assignments: sum(tables.map(({ assignments }) => assignments)),
    diagnostics: tables.flatMap(({ diagnostics }) => diagnostics),
  };
}

function survived({ mutant }: MutantVerdict): Diagnostic {
  const command = mutant.command === null ? "any command" : mutant.command;
  return diagnostic({
    code: "access/missing-row-class",
    name: mutant.table,
    message: `No cell notices this change of ${mutant.table}: ${mutant.sql}. A class of rows is missing for ${command}.`,
    fix: "Add rows to the matrix for which the original and the change differ.",
  });
}
