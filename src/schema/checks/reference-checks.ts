import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { Entity, Reference } from "../../spec/entity.ts";
import { orderEntities } from "../order-entities.ts";
import { columnKinds } from "./columns-of-entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** References to nothing, references that no order of inserts can fill, and counters without a reference. */
export function referenceChecks(entities: readonly Entity[]): readonly Diagnostic[] {
  return [
    ...entities.flatMap((entity) => [
      ...entity.references.flatMap((reference) => checkReference({ entity, reference, entities })),
      ...checkCounters(entity),
    ]),
    ...checkOrder(entities),
  ];
}

interface ReferenceCheck {
  readonly entity: Entity;
  readonly reference: Reference;
  readonly entities: readonly Entity[];
}

function checkReference({ entity, reference, entities }: ReferenceCheck): readonly Diagnostic[] {
  const { field, to, required, onDelete } = reference;
  const target = entities.find(({ name }) => name === to);
  if (target === undefined) {
    const known = entities.map(({ name }) => name).toSorted();
    return [
      entityFinding(entity, {
        code: "unknown-entity",
        message: `${entity.name}.${field} points to the entity "${to}", which does not exist. Known: ${known.join(", ")}.`,
        fix: `Add the entity ${to}, or point to another one.`,
      }),
    ];
  }
  const found: Diagnostic[] = [];
  if (!columnKinds(target, entities).has("id")) {
    found.push(
      entityFinding(entity, {
        code: "reference-to-composite-key",
        message: `${entity.name}.${field} points to ${to}, whose key has several columns.`,
        fix: `Give ${to} an id (key: null) and make its key columns unique.`,
      }),
    );
  }
  const isKey = entity.key?.includes(field) === true;
  if (onDelete === "set-null" && (required || isKey)) {
    found.push(
      entityFinding(entity, {
        code: "set-null-on-required",
        message: `${entity.name}.${field} becomes null when its ${to} is deleted, but is required${isKey ? " by the key" : ""}.`,
        fix: "Make the reference optional, or choose cascade or restrict.",
      }),
    );
  }
  if (to === entity.name && required) {
    found.push(
      entityFinding(entity, {
        code: "required-self-reference",
        message: `${entity.name}.${field} is required and points to ${entity.name}: no first row can have a parent.`,
        fix: "Make the reference optional.",
      }),
    );
  }
  return found;
}

function checkCounters(entity: Entity): readonly Diagnostic[] {
  return entity.counters
    .filter(({ reference }) => !entity.references.some(({ field }) => field === reference))
    .map(({ reference, column }) =>
      entityFinding(entity, {
        code: "unknown-reference",
        message: `The counter ${column} of ${entity.name} counts along "${reference}", which is no reference of ${entity.name}.`,
        fix: `Name one of: ${entity.references.map(({ field }) => field).join(", ") || "(it has no references)"}.`,
      }),
    );
}

function checkOrder(entities: readonly Entity[]): readonly Diagnostic[] {
  const order = orderEntities(entities);
  if (order.kind === "ordered") return [];
  return [
    diagnostic({
      code: "schema/reference-cycle",
      name: order.path[0] ?? null,
      message: `Required references form a circle, so that no row can be the first: ${order.path.join(" -> ")}.`,
      fix: "Make one reference of the circle optional.",
    }),
  ];
}
