import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { AccessMatrix } from "./access-matrix.ts";
import type { AccessCell } from "./matrix/access-cell.ts";

/** What became of a cell: the rows it touched, or why Postgres refused it. */
type CellOutcome =
  | { readonly kind: "rows"; readonly rows: number }
  /** `rls` and `perm` are SQLSTATE 42501, by a policy or otherwise; `error` is any other. */
  | { readonly kind: "rls" | "perm" | "error"; readonly code: string; readonly message: string };

export interface CellResult {
  readonly id: string;
  readonly outcome: CellOutcome;
}

/** SQLSTATEs of a deletion that a restricting foreign key stopped: before and from Postgres 18. */
const restrictCodes = new Set(["23503", "23001"]);

/**
 * Compares what happened with what the access rules say. No finding: the database is exactly as open as its
 * rules. A cell that failed for any other reason than access is a finding too: it proves nothing.
 */
export function judgeMatrix(
  matrix: AccessMatrix,
  results: readonly CellResult[],
): readonly Diagnostic[] {
  const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]));
  return matrix.cells.flatMap((cell) => {
    const outcome = outcomes.get(cell.id);
    const found = outcome === undefined ? missing(cell) : judge(cell, outcome);
    return found === null ? [] : [found];
  });
}

function judge(cell: AccessCell, outcome: CellOutcome): Diagnostic | null {
  const { expect } = cell;
  if (outcome.kind === "error") {
    const isRestricted =
      expect.kind === "rows" && expect.mayBeRestricted && restrictCodes.has(outcome.code);
    return isRestricted ? null : broken(cell, outcome);
  }
  const touched = outcome.kind === "rows" ? outcome.rows : 0;
  if (expect.kind !== "rows") {
    if (touched > 0) return leak(cell, `it reached ${countRows(touched)}, but must be refused`);
    const isAsExpected = (expect.kind === "denied") === (outcome.kind !== "rows");
    return isAsExpected ? null : refusedOtherwise(cell, outcome);
  }
  if (outcome.kind !== "rows")
    return tooStrict(
      cell,
      `it was denied (${outcome.message}), but must reach ${countRows(expect.rows)}`,
    );
  if (touched === expect.rows) return null;
  const words = `it reached ${countRows(touched)} instead of ${expect.rows}`;
  return touched > expect.rows ? leak(cell, words) : tooStrict(cell, words);
}

function countRows(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`;
}

function leak(cell: AccessCell, words: string): Diagnostic {
  return finding(cell, {
    code: "access/too-open",
    words,
    fix: `Make the ${cell.command} policy and grants of ${cell.table} as narrow as its access rule.`,
  });
}

function tooStrict(cell: AccessCell, words: string): Diagnostic {
  return finding(cell, {
    code: "access/too-strict",
    words,
    fix: `Grant and allow ${cell.command} on ${cell.table} as its access rule says.`,
  });
}

function broken(
  cell: AccessCell,
  outcome: { readonly code: string; readonly message: string },
): Diagnostic {
  return finding(cell, {
    code: "access/broken-attempt",
    words: `it failed with ${outcome.code} (${outcome.message}), which says nothing about access`,
    fix: "Correct the statement or the constraint that it meets.",
  });
}

function missing(cell: AccessCell): Diagnostic {
  return finding(cell, {
    code: "access/not-tried",
    words: "it was not run",
    fix: "Run every cell of the matrix.",
  });
}

/** Refused all the same, but not where the rules say: a grant without a policy, or a policy that is stricter than its role. */
function refusedOtherwise(cell: AccessCell, outcome: CellOutcome): Diagnostic {
  const found = outcome.kind === "rows" ? "no row was found" : `it was denied (${outcome.message})`;
  const wanted = cell.expect.kind === "denied" ? "a denial" : "no row";
  return diagnostic({
    code: "access/refused-otherwise",
    severity: "warning",
    name: cell.table,
    message: `${cell.description}: ${found}, expected was ${wanted}.`,
    fix: `Compare the grants on ${cell.table} with its policies.`,
  });
}

interface Finding {
  readonly code: string;
  readonly words: string;
  readonly fix: string;
}

function finding(cell: AccessCell, { code, words, fix }: Finding): Diagnostic {
  return diagnostic({
    code,
    name: cell.table,
    message: `${cell.description}: ${words}. Statement: ${cell.sql}`,
    fix,
  });
}
