import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { runCells } from "../backend/run-cells.ts";
import { accessMatrix } from "../schema/access-matrix.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { counted } from "./counted.ts";
import { databaseGateResult } from "./database-gate-result.ts";
import { declaredBuckets, declaredEntities } from "./declared-access.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import { judgeCells } from "./judge-cells.ts";
import type { MigratedDatabase, MigratedState } from "./migrated-database.ts";
import { withFixtures } from "./with-fixtures.ts";

/** Every table and bucket is tried with every command by every kind of actor, and compared with the access rules. */
export function accessGate(database: MigratedDatabase): Gate {
  return {
    id: "access",
    title: "Access matrix",
    run: (context) => databaseGateResult(() => runAccessGate(database, context)),
  };
}

interface Declared {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

async function runAccessGate(
  database: MigratedDatabase,
  context: GateContext,
): Promise<GateResult> {
  const declared = { entities: declaredEntities(context), buckets: declaredBuckets(context) };
  if (declared.entities.length === 0 && declared.buckets.length === 0) {
    return { outcome: "passed", summary: "no tables yet", diagnostics: [] };
  }
  return database.use(context, (state) => tryAccess(declared, state));
}

async function tryAccess(declared: Declared, state: MigratedState): Promise<GateResult> {
  if (state.kind !== "migrated") {
    return { outcome: "skipped", summary: "the migrations do not apply", diagnostics: [skipped()] };
  }
  const { entities, buckets } = declared;
  const matrix = accessMatrix(entities, buckets);
  const tried = await withFixtures(state.session, matrix.fixtures, async (session) =>
    judgeCells({ entities, matrix, results: await runCells(session, matrix.cells) }),
  );
  const judged = "broken" in tried ? [tried.broken] : tried.result;
  const wrong = judged.filter((found) => found.severity === "error").length;
  const verdict = wrong === 0 ? "all as declared" : `${wrong} not as declared`;
  return {
    outcome: hasErrors(judged) ? "failed" : "passed",
    summary: [
      counted(entities.length, "table"),
      counted(buckets.length, "bucket"),
      counted(matrix.cells.length, "cell"),
      verdict,
    ].join(", "),
    diagnostics: judged,
  };
}

function skipped(): Diagnostic {
  return diagnostic({
    code: "access/skipped",
    severity: "info",
    message:
      "Access cannot be tried before all migrations apply; see the findings of the migrations gate.",
  });
}
