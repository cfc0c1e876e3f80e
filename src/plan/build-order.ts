import { compareText } from "../core/compare-text.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import type { Brief } from "../spec/brief.ts";
import type { FeatureGraph } from "../spec/plan.ts";
import { featureLevels } from "./feature-graph.ts";

interface OrderInput {
  readonly blueprints: readonly Blueprint[];
  readonly graph: FeatureGraph;
  readonly brief: Brief;
}

/** A topological order: base features first, then by level, then as the request names them, then by id. */
export function buildOrder({ blueprints, graph, brief }: OrderInput): readonly Blueprint[] {
  const levels = featureLevels(graph);
  const wanted = brief.features.map(({ id }) => id);
  const rank = (id: string): number => {
    const index = wanted.indexOf(id);
    return index < 0 ? wanted.length : index;
  };
  return blueprints.toSorted(
    (left, right) =>
      Number(right.base) - Number(left.base) ||
      (levels.get(left.id) ?? 0) - (levels.get(right.id) ?? 0) ||
      rank(left.id) - rank(right.id) ||
      compareText(left.id, right.id),
  );
}
