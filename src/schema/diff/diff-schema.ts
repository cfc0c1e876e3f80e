import { loadModule } from "libpg-query";
import type { Node } from "@pgsql/types";
import type { CatalogObject } from "../../spec/catalog-object.ts";
import type { Bucket, Entity } from "../../spec/entity.ts";
import { compareStates, type PlannedStatement } from "../compare-states.ts";
import { runnableTwice } from "../rerunnable.ts";
import { databaseState } from "../state/entity-state.ts";
import { Catalog } from "./catalog.ts";
import { clearRest, clearWay } from "./clear-way.ts";
import { detachedObjects } from "./detached-objects.ts";
import { knownState } from "./known-state.ts";
import { listDifferences, type Difference } from "./list-differences.ts";

interface SchemaDiffRequest {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** The database as it is. */
  readonly actual: readonly CatalogObject[];
  /** The database that the entities make out of nothing, read from the same version of Postgres. */
  readonly wanted: readonly CatalogObject[];
}

export interface SchemaDiff {
  readonly differences: readonly Difference[];
  /** What makes the database equal to the entities, in order. */
  readonly statements: readonly PlannedStatement[];
}

/** Compares a database with entities: what differs, and what would change that. Equal databases need no statement. */
export async function diffSchema(request: SchemaDiffRequest): Promise<SchemaDiff> {
  await loadModule();
  const actual = new Catalog(request.actual);
  const wanted = new Catalog(request.wanted);
  const differences = listDifferences({ actual, wanted });
  if (differences.length === 0) return { differences, statements: [] };
  const after = databaseState(request.entities, request.buckets);
  const detached = detachedObjects({ actual, wanted });
  const before = knownState({ actual, wanted, after, detached });
  const alone = (nodes: readonly Node[]) =>
    runnableTwice(
      nodes.map((node) => ({
        section: "Not in the entities",
        node,
        label: "destructive" as const,
      })),
    );
  const statements = [
    ...alone(clearWay({ actual, wanted })),
    ...compareStates({ before, after }),
    ...alone(clearRest({ actual, wanted })),
  ];
  return { differences, statements };
}
