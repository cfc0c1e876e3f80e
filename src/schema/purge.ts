import type { Entity } from "../spec/entity.ts";
import type { EntitySet } from "./state/entity-set.ts";

/** The function by which the server deletes for good what was removed softly long ago. It is in the private schema. */
export function purgeFunction({ table }: Pick<Entity, "table">): string {
  return `purge_${table}`;
}

/** The entities whose rows refer to rows of this one, or to rows that go with them, each once. */
export function entitiesBelow(entity: Entity, set: EntitySet): readonly Entity[] {
  const found = new Set<Entity>();
  const visit = (above: Entity): void => {
    for (const other of set.entities) {
      if (found.has(other) || !other.references.some(({ to }) => to === above.name)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(entity);
  return [...found];
}

/** Whether some row may have to stay because of a reference that restricts deletion, its own or one further below. */
export function mayBeHeld(entity: Entity, set: EntitySet): boolean {
  const above = new Set([entity, ...entitiesBelow(entity, set)].map(({ name }) => name));
  return set.entities.some(({ references }) =>
    references.some(({ onDelete, to }) => onDelete === "restrict" && above.has(to)),
  );
}
