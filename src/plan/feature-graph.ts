import { Graph, alg } from "@dagrejs/graphlib";
import { compareText } from "../core/compare-text.ts";
import { BugError } from "../core/errors.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import type { FeatureGraph } from "../spec/plan.ts";

/**
 * The graph of what features need and what they come after, with nodes and edges in a stable order. An edge to a
 * feature outside the set is left out: `runsAfter` is an order between features that are there.
 */
export function featureGraph(blueprints: readonly Blueprint[]): FeatureGraph {
  const ids = new Set(blueprints.map((blueprint) => blueprint.id));
  const edges = blueprints.flatMap((blueprint) => {
    const required = new Set(blueprint.requires);
    return [
      ...[...required].map((from) => ({ from, to: blueprint.id, kind: "requires" as const })),
      ...blueprint.runsAfter
        .filter((from) => !required.has(from))
        .map((from) => ({ from, to: blueprint.id, kind: "runsAfter" as const })),
    ];
  });
  return {
    nodes: [...ids].toSorted(compareText),
    edges: edges
      .filter((edge) => ids.has(edge.from))
      .toSorted(
        (left, right) => compareText(left.to, right.to) || compareText(left.from, right.from),
      ),
  };
}

/**
 * How far each feature is from those that come after nothing: 0 for these, else one more than its farthest predecessor.
 * @throws BugError on a cycle, which the catalog reports before a plan is made.
 */
export function featureLevels({ nodes, edges }: FeatureGraph): ReadonlyMap<string, number> {
  const graph = new Graph({ directed: true });
  for (const node of nodes) graph.setNode(node);
  for (const { from, to } of edges) graph.setEdge(from, to);
  const cycles = alg.findCycles(graph);
  if (cycles.length > 0) {
    throw new BugError(
      `The features form a cycle: ${cycles.map((ids) => ids.join(" -> ")).join("; ")}`,
    );
  }
  const levels = new Map<string, number>();
  for (const id of alg.topsort(graph)) {
    const before = (graph.predecessors(id) ?? []).map((from) => levels.get(from) ?? 0);
    levels.set(id, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  return levels;
}
