import { loadModule } from "libpg-query";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Node } from "@pgsql/types";
import type { CatalogObject } from "../../spec/catalog-object.ts";
import type { Bucket, Entity } from "../../spec/entity.ts";
import { compareStates, type PlannedStatement } from "../compare-states.ts";
import { planMigration } from "../plan-migration.ts";
import { databaseState } from "../state/entity-state.ts";
import { Catalog } from "./catalog.ts";
import { clearRest, clearWay } from "./clear-way.ts";
import { detachedObjects } from "./detached-objects.ts";
import { findRenames } from "./find-renames.ts";
import { findRisks } from "./find-risks.ts";
import { knownState } from "./known-state.ts";
import { listDifferences } from "./list-differences.ts";
import type { Difference } from "../../spec/difference.ts";

interface SchemaDiffRequest {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** The database as it is. */
  readonly actual: readonly CatalogObject[];
  /** The database that the entities make out of nothing, read from the same version of Postgres. */
  readonly wanted: readonly CatalogObject[];
  /** Names of the tables of the public schema that have rows. Default: none. */
  readonly filled?: ReadonlySet<string>;
}

export interface SchemaDiff {
  readonly differences: readonly Difference[];
  /** What makes the database equal to the entities, in order. */
  readonly statements: readonly PlannedStatement[];
  /** What the statements may fail on where there are rows, and what may have been renamed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares a database with entities: what differs, and what would change that. Equal databases need no statement. */
export async function diffSchema(request: SchemaDiffRequest): Promise<SchemaDiff> {
  await loadModule();
  const actual = new Catalog(request.actual);
  const wanted = new Catalog(request.wanted);
  const differences = listDifferences({ actual, wanted });
  if (differences.length === 0) return { differences, statements: [], diagnostics: [] };
  const after = databaseState(request.entities, request.buckets);
  const detached = detachedObjects({ actual, wanted });
  const before = knownState({ actual, wanted, after, detached });
  const alone = (nodes: readonly Node[]) =>
    nodes.map((node) => ({ section: "Not in the entities", node }));
  const planned = [
    ...alone(clearWay({ actual, wanted })),
    ...compareStates({ before, after }),
    ...alone(clearRest({ actual, wanted })),
  ];
  const statements = planMigration(planned, { hasTables: before.tables.length > 0 });
  const { filled = new Set() } = request;
  const diagnostics = [
    ...findRenames({ actual, wanted }),
    ...findRisks({ actual, wanted, filled }),
  ];
  return { differences, statements, diagnostics };
}
