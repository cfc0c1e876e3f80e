import type { Entity } from "../spec/entity.ts";

export type EntityOrder =
  | { readonly kind: "ordered"; readonly entities: readonly Entity[] }
  /** Names of entities whose required references form a circle; the first is repeated at the end. */
  | { readonly kind: "cycle"; readonly path: readonly string[] };

/**
 * Sorts entities so that every required reference points to an earlier entity or to itself.
 * Optional references are followed too where they make no circle. Ties keep the order of names.
 */
export function orderEntities(entities: readonly Entity[]): EntityOrder {
  const every = sortAlong(entities, () => true);
  if (every.kind === "ordered") return every;
  return sortAlong(entities, (reference) => reference.required);
}

type EdgeFilter = (reference: Entity["references"][number]) => boolean;

function sortAlong(entities: readonly Entity[], isUsed: EdgeFilter): EntityOrder {
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const done = new Map<string, Entity>();
  const visit = (entity: Entity, path: readonly string[]): readonly string[] | null => {
    if (done.has(entity.name)) return null;
    const start = path.indexOf(entity.name);
    if (start >= 0) return [...path.slice(start), entity.name];
    const targets = entity.references
      .filter((reference) => reference.to !== entity.name && isUsed(reference))
      .map((reference) => byName.get(reference.to))
      .filter((target) => target !== undefined);
    for (const target of targets.toSorted(byEntityName)) {
      const cycle = visit(target, [...path, entity.name]);
      if (cycle !== null) return cycle;
    }
    done.set(entity.name, entity);
    return null;
  };
  for (const entity of entities.toSorted(byEntityName)) {
    const cycle = visit(entity, []);
    if (cycle !== null) return { kind: "cycle", path: cycle };
  }
  return { kind: "ordered", entities: [...done.values()] };
}

function byEntityName(left: Entity, right: Entity): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
