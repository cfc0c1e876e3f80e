import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** Event entities that ask for what a partitioned table of rows that never change cannot have. */
export function eventChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  if (entity.events !== true) return [];
  const { access } = entity;
  const pointing = entities.filter(({ references }) =>
    references.some(({ to }) => to === entity.name),
  );
  const problems: readonly (readonly [isThere: boolean, what: string, why: string])[] = [
    [entity.signUp !== null, "signUp", "sign-up makes one row a user"],
    [entity.softDelete === true, "softDelete", "events are never removed"],
    [entity.key !== null, "a key of its own", "the key is the id and the time"],
    [
      entity.unique.length > 0 ||
        entity.partialUnique !== undefined ||
        entity.references.some(({ unique }) => unique === true),
      "unique keys",
      "the database keeps only rows of one month apart",
    ],
    [entity.realtime === true, "realtime", "changes of partitions are sent under other names"],
    [entity.links !== undefined, "links", "nothing can refer to an event"],
    [access.update !== "nobody", "an update rule", "events do not change"],
    [access.delete !== "nobody", "a delete rule", "events are never removed"],
    [
      pointing.length > 0,
      `references from ${pointing.map(({ name }) => name).join(", ")}`,
      "its id alone is no key",
    ],
  ];
  return problems
    .filter(([isThere]) => isThere)
    .map(([, what, why]) =>
      entityFinding(entity, {
        code: "events",
        message: `${entity.name} holds events and cannot have ${what}: ${why}.`,
        fix: `Leave that out, or leave out events: true.`,
      }),
    );
}

/** Tables that would have to be partitioned, or put together again, with the rows they hold. */
export function eventTurns(
  before: readonly Entity[],
  after: readonly Entity[],
): readonly Diagnostic[] {
  return after.flatMap((entity) => {
    const earlier = before.find(({ table }) => table === entity.table);
    if (earlier === undefined || (earlier.events === true) === (entity.events === true)) return [];
    return [
      entityFinding(entity, {
        code: "events-later",
        message: `The table ${entity.table} is there already, and ${entity.events === true ? "was made without events: true" : "holds events"}: a table in use cannot be partitioned or put together.`,
        fix: "Make an entity with another table, and move the rows to it.",
      }),
    ];
  });
}
