import { exampleRows } from "../../schema/matrix/matrix-rows.ts";
import { accessOracle } from "../../schema/matrix/oracle.ts";
import { entitySet } from "../../schema/state/entity-set.ts";
import type { Bucket, Entity } from "../../spec/entity.ts";
import { changeRows } from "./change-rows.ts";
import type { ContractQuestion } from "./contract-request.ts";
import type { ContractStep } from "./contract-step.ts";
import { ContractWorld } from "./contract-world.ts";
import { createRows } from "./create-rows.ts";
import { deleteRoots, refuseDeletions, takeAndGiveBack } from "./delete-rows.ts";
import { fileSteps } from "./file-steps.ts";
import { listRows, readRows } from "./list-rows.ts";
import { peopleOf } from "./story-people.ts";
import type { StoryContext } from "./story-context.ts";
import { untriedCommands, type Untried } from "./untried-commands.ts";

export interface ContractStory {
  readonly people: ContractQuestion["people"];
  readonly steps: readonly ContractStep[];
  readonly untried: readonly Untried[];
}

/**
 * What two people and a visitor do with an empty app, from making the first row to deleting the last, and what must
 * become of each request, from entities and access rules alone. The entities must have passed `checkEntities`.
 */
export function contractStory(
  entities: readonly Entity[],
  buckets: readonly Bucket[],
): ContractStory {
  const set = entitySet(entities);
  const maker = exampleRows(set);
  const world = new ContractWorld(set);
  const oracle = accessOracle(set, (entity) => world.rowsOf(entity));
  const people = peopleOf(set.entities);
  const context: StoryContext = { set, maker, world, oracle, people, steps: [] };
  createRows(context);
  listRows(context, "after all were made");
  readRows(context);
  refuseDeletions(context);
  changeRows(context);
  listRows(context, "after everybody tried to change and delete them");
  takeAndGiveBack(context);
  deleteRoots(context);
  listRows(context, "after rows were deleted");
  return {
    people,
    steps: [...context.steps, ...buckets.flatMap(fileSteps)],
    untried: untriedCommands(set.entities, context.steps),
  };
}
