import type { Bucket, Entity } from "../spec/entity.ts";
import type { AccessCell } from "./matrix/access-cell.ts";
import type { EffectCell } from "./matrix/effect-cell.ts";
import { auditEffects } from "./matrix/audit-effects.ts";
import { effectCells } from "./matrix/effect-cells.ts";
import { entityCells } from "./matrix/entity-cells.ts";
import { matrixRows } from "./matrix/matrix-rows.ts";
import { memberCalls, type MemberCall } from "./member-calls.ts";
import { accessOracle } from "./matrix/oracle.ts";
import { purgeEffects } from "./matrix/purge-cells.ts";
import { storageCells, storageFixtures } from "./matrix/storage-cells.ts";
import { publicSchema } from "./ast/names.ts";
import { prepareFunction } from "./events.ts";
import { searchFunction, searchOf } from "./search.ts";
import { entitySet } from "./state/entity-set.ts";

/** Everything an executor needs; it knows nothing of entities. */
export interface AccessMatrix {
  /**
   * Statements that fill an otherwise empty database, run once, in order, by the owner of the tables.
   * Cells count rows, so other rows would make them fail.
   */
  readonly fixtures: readonly string[];
  /** Each runs from the state that the fixtures leave, as its actor, and is undone. */
  readonly cells: readonly AccessCell[];
  /** What triggers must do. Absent: nothing. */
  readonly effects?: readonly EffectCell[];
  /** What functions that policies ask must find. Absent: nothing. */
  readonly calls?: readonly MemberCall[];
  /** Functions of the API that cells prove, with their schema. Absent: none. */
  readonly functions?: readonly string[];
}

/**
 * Every table x command x actor, with what the access rules say must happen. The expected outcome
 * comes from the rules alone, never from the policies. The same input gives the same bytes.
 * The entities must have passed `checkEntities`.
 */
export function accessMatrix(
  entities: readonly Entity[],
  buckets: readonly Bucket[],
): AccessMatrix {
  const set = entitySet(entities);
  const { maker, statements } = matrixRows(set);
  const oracle = accessOracle(set, maker.rowsOf);
  const sorted = buckets.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const contexts = set.entities.map((entity) => ({ entity, set, oracle, maker }));
  return {
    fixtures: [...statements, ...storageFixtures(sorted)],
    cells: [...contexts.flatMap(entityCells), ...storageCells(sorted)],
    effects: [
      ...contexts.flatMap((context) => [...effectCells(context), ...purgeEffects(context)]),
      ...contexts.flatMap(auditEffects),
    ],
    calls: memberCalls({ set, maker }),
    functions: set.entities
      .flatMap((entity) => [
        ...(searchOf(entity) === null ? [] : [searchFunction(entity)]),
        ...(entity.events === true ? [prepareFunction(entity)] : []),
      ])
      .map((name) => `${publicSchema}.${name}`),
  };
}
