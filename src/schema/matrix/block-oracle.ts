import type { Entity } from "../../spec/entity.ts";
import { blockListOf, pointingColumns } from "../blocks.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import type { MatrixActor } from "./users.ts";

interface Met {
  readonly entity: Entity;
  readonly actor: MatrixActor;
  readonly row: FixtureRow;
}

interface BlockOracle {
  /** Whether the actor and the row's owner share a block. */
  areApart(met: Pick<Met, "actor" | "row">): boolean;
  /** Whether the row refers to one of somebody with whom the actor shares a block, where that matters. */
  pointsAcrossBlock(met: Met): boolean;
}

/** Says who is blocked, from the rows of blocks that are there when a statement starts. */
export function blockOracle(
  set: EntitySet,
  rowsOf: (entity: Entity) => readonly FixtureRow[],
): BlockOracle {
  const list = blockListOf(set.entities);
  const areApart: BlockOracle["areApart"] = ({ actor, row: { owner } }) => {
    if (list === null || actor.kind !== "user" || owner === null) return false;
    return rowsOf(list.entity).some(({ values }) => {
      const { [list.by]: by, [list.whom]: whom } = values;
      return (by === actor.id && whom === owner) || (by === owner && whom === actor.id);
    });
  };
  const pointsAcrossBlock: BlockOracle["pointsAcrossBlock"] = ({ actor, entity, row }) =>
    list !== null &&
    pointingColumns(entity, set.target).some(({ field }) => {
      const parent = row.parents[field] ?? null;
      return parent !== null && areApart({ actor, row: parent });
    });
  return { areApart, pointsAcrossBlock };
}
