import { BugError } from "../../core/errors.ts";
import type { Counter, Entity, Reference } from "../../spec/entity.ts";
import { withJoins } from "../join-entities.ts";
import { orderEntities } from "../order-entities.ts";

/** A counter together with the entity whose rows it counts. */
export interface IncomingCounter {
  readonly column: string;
  readonly counted: Entity;
  readonly reference: Reference;
}

/** Entities that passed `checkEntities`, with the questions that compilers ask about them. */
export interface EntitySet {
  /** Sorted by dependency. */
  readonly entities: readonly Entity[];
  find(name: string): Entity;
  /** The entity that a reference field points to. */
  target(entity: Entity, field: string): Entity;
  /** Counters that live on this entity, in a stable order. */
  countersOn(entity: Entity): readonly IncomingCounter[];
}

/** Throws a BugError for entities with findings: they must be checked first. */
export function entitySet(declared: readonly Entity[]): EntitySet {
  const entities = withJoins(declared);
  const order = orderEntities(entities);
  if (order.kind === "cycle") {
    throw new BugError(
      `Entities with a reference cycle reached the compiler: ${order.path.join(" -> ")}`,
    );
  }
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const find = (name: string): Entity => {
    const found = byName.get(name);
    if (found === undefined) throw new BugError(`Unknown entity ${name} reached the compiler`);
    return found;
  };
  const counters = order.entities.flatMap((counted) =>
    counted.counters.map((counter) => incoming(counted, counter)),
  );
  return {
    entities: order.entities,
    find,
    target: (entity, field) => find(referenceOf(entity, field).to),
    countersOn: (entity) => counters.filter(({ reference }) => reference.to === entity.name),
  };
}

/** The reference with this field. Throws a BugError when the entity has none. */
export function referenceOf(entity: Entity, field: string): Reference {
  const found = entity.references.find((reference) => reference.field === field);
  if (found === undefined) throw new BugError(`${entity.name} has no reference ${field}`);
  return found;
}

/** The columns of the primary key. */
export function primaryKey(entity: Entity): readonly string[] {
  return entity.key ?? ["id"];
}

/** The columns of every unique key that holds for all rows, one-to-one references first. */
export function uniqueKeys(entity: Entity): readonly (readonly string[])[] {
  const references = entity.references.filter(({ unique }) => unique === true);
  return [...references.map(({ field }) => [field]), ...entity.unique];
}

function incoming(counted: Entity, counter: Counter): IncomingCounter {
  return { column: counter.column, counted, reference: referenceOf(counted, counter.reference) };
}
