import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { functionPlaces } from "./check-bodies.ts";
import { counted } from "../core/counted.ts";
import { databaseGateResult } from "./database-gate-result.ts";
import { declaredBuckets, declaredEntities } from "./declared-access.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import type { MigratedDatabase, MigratedState } from "./migrated-database.ts";
import { proveAccess, type AccessProof } from "./prove-access.ts";

/**
 * Proves the whole database against the access rules: every table and bucket is tried with every command by every kind
 * of actor, policies are compared with their rules, triggers and functions are run, and weakened policies must be
 * noticed. What was weakened once is not weakened again as long as migrations and rules stay the same.
 */
export function accessGate(database: MigratedDatabase): Gate {
  const noticed = new Set<string>();
  return {
    id: "access",
    title: "Access matrix",
    ground: "migrations",
    seconds: 2,
    deadlineSeconds: 120,
    run: (context) => databaseGateResult(() => runAccessGate({ database, noticed }, context)),
  };
}

interface AccessGate {
  readonly database: MigratedDatabase;
  /** Databases whose mutants were all noticed. */
  readonly noticed: Set<string>;
}

interface Declared {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

async function runAccessGate(
  { database, noticed }: AccessGate,
  context: GateContext,
): Promise<GateResult> {
  const declared = { entities: declaredEntities(context), buckets: declaredBuckets(context) };
  if (declared.entities.length === 0 && declared.buckets.length === 0) {
    return { outcome: "passed", summary: "no tables yet", diagnostics: [] };
  }
  return database.use(context, async (state) => {
    if (state.kind !== "migrated") {
      const summary = "the migrations do not apply";
      return { outcome: "skipped", summary, diagnostics: [skipped()] };
    }
    const key = JSON.stringify([state.fingerprint, declared]);
    const proof = await prove(declared, { state, withMutants: !noticed.has(key) });
    const isProven = !hasErrors(proof.diagnostics);
    if (isProven) noticed.add(key);
    const { diagnostics } = proof;
    return {
      outcome: isProven ? "passed" : "failed",
      summary: summaryOf(declared, proof),
      diagnostics,
    };
  });
}

interface ToProve {
  readonly state: Extract<MigratedState, { kind: "migrated" }>;
  readonly withMutants: boolean;
}

function prove(
  { entities, buckets }: Declared,
  { state: { session, statements }, withMutants }: ToProve,
): Promise<AccessProof> {
  return proveAccess(session, {
    entities,
    buckets,
    withMutants,
    places: functionPlaces(statements),
  });
}

function summaryOf({ entities, buckets }: Declared, { cells, diagnostics }: AccessProof): string {
  const wrong = diagnostics.filter(({ severity }) => severity === "error").length;
  return [
    counted(entities.length, "table"),
    counted(buckets.length, "bucket"),
    counted(cells, "cell"),
    wrong === 0 ? "all as declared" : `${wrong} not as declared`,
  ].join(", ");
}

function skipped(): Diagnostic {
  return diagnostic({
    code: "access/skipped",
    severity: "info",
    message:
      "Access cannot be tried before all migrations apply; see the findings of the migrations gate.",
  });
}
