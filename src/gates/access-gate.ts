import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { functionPlaces } from "./check-bodies.ts";
import { counted } from "../core/counted.ts";
import { databaseGateResult } from "./database-gate-result.ts";
import { declaredBuckets, declaredEntities } from "./declared-access.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import { NoticedMutants } from "./memory/noticed-mutants.ts";
import type { MigratedDatabase, MigratedState } from "./migrated-database.ts";
import { proveAccess, type AccessProof } from "./prove-access.ts";

/**
 * Proves the whole database against the access rules: every table and bucket is tried with every command by every kind
 * of actor, policies are compared with their rules, triggers and functions are run, and weakened policies must be
 * noticed. The database is proven every time; that weakened policies are noticed, which says something of the attempts
 * and not of the database, is remembered for the same migrations and rules.
 */
export function accessGate(database: MigratedDatabase): Gate {
  const noticed = new NoticedMutants();
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
  readonly noticed: NoticedMutants;
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
    const inputs = [state.fingerprint, declared];
    const withMutants = !(await noticed.has(inputs, context));
    const proof = await prove(declared, { state, withMutants });
    const isProven = !hasErrors(proof.diagnostics);
    if (isProven && withMutants) await noticed.add(inputs, context);
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
