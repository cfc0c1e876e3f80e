import type { Catalog } from "../catalog/catalog.ts";
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
  const phases = drafts.map(phaseOf);
  const entities = plannedEntities(features);
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

function phaseOf(draft: PhaseDraft, index: number): Phase {
  return {
    number: index + 1,
    title: phaseTitle(draft.blueprints, index + 1),
    features: draft.blueprints.map((blueprint) => blueprint.id),
    entities: draft.blueprints.flatMap((blueprint) =>
      blueprint.entities.map((entity) => entity.name),
    ),
    files: draft.files,
  };
}

function plannedEntities(features: readonly Feature[]): Plan["entities"] {
  return features.flatMap(({ id, blueprint }) =>
    blueprint.entities.map((entity) => ({
      name: entity.name,
      table: entity.table,
      feature: id,
      references: [...new Set(entity.references.map((reference) => reference.to))],
    })),
  );
}
