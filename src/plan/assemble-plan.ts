import type { Catalog } from "../catalog/catalog.ts";
import { joinsOf } from "../schema/join-entities.ts";
import type { Brief } from "../spec/brief.ts";
import type { Feature, Phase, Plan } from "../spec/plan.ts";
import { assignPhases, type PhaseDraft } from "./assign-phases.ts";
import { bindFeatures } from "./bind-features.ts";
import { buildOrder } from "./build-order.ts";
import { featureGraph } from "./feature-graph.ts";
import { phaseTitle } from "./phase-title.ts";

/**
 * Brief -> plan: features closed over what they require, their graph, and phases. The same brief and catalog
 * give the same plan.
 * @throws InputError when the brief excludes what a wanted feature requires.
 */
export function assemblePlan(brief: Brief, catalog: Catalog): Plan {
  const bound = bindFeatures(brief, catalog);
  const blueprints = bound.map((feature) => feature.blueprint);
  const graph = featureGraph(blueprints);
  const drafts = assignPhases({ ordered: buildOrder({ blueprints, graph, brief }), graph });
  const features: readonly Feature[] = drafts.flatMap((draft, index) =>
    draft.blueprints.flatMap(({ id }) =>
      bound
        .filter((feature) => feature.id === id)
        .map((feature) => ({ ...feature, phase: index + 1 })),
    ),
  );
  const entities = plannedEntities(features);
  const phases = drafts.map((draft, index) => phaseOf(draft, { number: index + 1, entities }));
  return {
    brief,
    features,
    graph,
    phases,
    entities,
    totals: {
      features: features.length,
      phases: phases.length,
      files: phases.reduce((sum, phase) => sum + phase.files, 0),
      entities: entities.length,
    },
  };
}

interface PhaseFacts {
  readonly number: number;
  readonly entities: Plan["entities"];
}

function phaseOf(draft: PhaseDraft, { number, entities }: PhaseFacts): Phase {
  const ids = draft.blueprints.map(({ id }) => id);
  return {
    number,
    title: phaseTitle(draft.blueprints, number),
    features: ids,
    entities: ids.flatMap((id) =>
      entities.filter(({ feature }) => feature === id).map(({ name }) => name),
    ),
    files: draft.files,
  };
}

/** The entities of the features and, behind the one that declares the link, those that join two of them. */
function plannedEntities(features: readonly Feature[]): Plan["entities"] {
  const all = features.flatMap(({ blueprint }) => blueprint.entities);
  return features.flatMap(({ id, blueprint }) =>
    blueprint.entities
      .flatMap((entity) => [entity, ...joinsOf(entity, all)])
      .map(({ name, table, references }) => ({
        name,
        table,
        feature: id,
        references: [...new Set(references.map(({ to }) => to))],
      })),
  );
}
