import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CellResult } from "../backend/run-cells.ts";
import type { AccessMatrix } from "../schema/access-matrix.ts";
import { judgeMatrix } from "../schema/judge-matrix.ts";
import type { Entity } from "../spec/entity.ts";
import { ruleText } from "../spec/rule-text.ts";

type AccessCell = AccessMatrix["cells"][number];

interface Judged {
  readonly entities: readonly Entity[];
  readonly matrix: AccessMatrix;
  readonly results: readonly CellResult[];
}

/**
 * Compares what became of the cells with what the rules say, and tells the rule of every wrong one.
 * A command that is refused to some and expected to work for nobody proves nothing, and is a finding too.
 */
export function judgeCells({ entities, matrix, results }: Judged): readonly Diagnostic[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  const wrong = matrix.cells.flatMap((cell) => {
    const result = byId.get(cell.id);
    const found = judgeMatrix(
      { fixtures: [], cells: [cell] },
      result === undefined ? [] : [result],
    );
    return found.map((one) => ({
      ...one,
      message: `${one.message} (rule: ${ruleOf(cell, entities)})`,
    }));
  });
  return [...wrong, ...withoutControl(matrix.cells)];
}

function ruleOf({ table, command }: AccessCell, entities: readonly Entity[]): string {
  const entity = entities.find((candidate) => candidate.table === table);
  if (entity === undefined) return "everybody has the folder named after their id";
  return `${command} is for ${ruleText(entity.access[command])}`;
}

/**
 * Refusals alone would also come from a table that nothing can reach, so somebody must succeed with the same command.
 * That the statement itself is sound is known from its SQLSTATE.
 */
function withoutControl(cells: readonly AccessCell[]): readonly Diagnostic[] {
  const attemptOf = ({ table, command }: AccessCell): string => `${command} on ${table}`;
  const controlled = new Set(
    cells.filter(({ expect }) => expect.kind === "rows" && expect.rows > 0).map(attemptOf),
  );
  const refused = new Map(cells.map((cell) => [attemptOf(cell), cell.table]));
  return [...refused]
    .filter(([attempt]) => !controlled.has(attempt))
    .map(([attempt, table]) => noControl(attempt, table));
}

function noControl(attempt: string, table: string): Diagnostic {
  return diagnostic({
    code: "access/no-control",
    name: table,
    message: `Nobody is expected to succeed with ${attempt}, so that its refusals prove nothing.`,
    fix: "Add an actor to the access matrix for whom it works.",
  });
}
