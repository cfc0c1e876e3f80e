import { withJoins } from "../schema/join-entities.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import type { GateContext } from "./gate.ts";

/** Entities of all features that are built. */
export function declaredEntities({ plan, phase }: GateContext): readonly Entity[] {
  return withJoins(
    plan.features
      .filter((feature) => feature.phase <= phase)
      .flatMap((feature) => feature.blueprint.entities),
  );
}

/** Buckets of all features that are built. */
export function declaredBuckets({ plan, phase }: GateContext): readonly Bucket[] {
  return plan.features
    .filter((feature) => feature.phase <= phase)
    .flatMap((feature) => feature.blueprint.storage);
}
