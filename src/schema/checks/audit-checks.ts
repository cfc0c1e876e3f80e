import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { isAudited } from "../audit.ts";
import { primaryKey } from "../state/entity-set.ts";
import { entityFinding, repeated } from "./entity-finding.ts";

/** Entities that ask for a log of what is one already, and columns left out of the log that could not be. */
export function auditChecks(entity: Entity): readonly Diagnostic[] {
  const { events, name, unaudited = [] } = entity;
  const key = primaryKey(entity);
  const columns = [
    ...entity.references.map(({ field }) => field),
    ...entity.fields.map((field) => field.name),
  ].filter((one) => !key.includes(one));
  const wrong = [...new Set(unaudited)].filter((one) => !columns.includes(one));
  const choice = `Leave out only some of: ${columns.join(", ") || "(it has no such column)"}.`;
  const problems: readonly (readonly [isThere: boolean, message: string, fix: string])[] = [
    [
      isAudited(entity) && events === true,
      `${name} holds events and cannot be audited: its rows never change, and say themselves what happened.`,
      "Leave out audited: true, or events: true.",
    ],
    [
      unaudited.length > 0 && !isAudited(entity),
      `${name} says what its audit leaves out (${unaudited.join(", ")}), but is not audited.`,
      "Add audited: true, or leave out unaudited.",
    ],
    [
      wrong.some((one) => key.includes(one)),
      `The audit of ${name} cannot leave out ${wrong.filter((one) => key.includes(one)).join(", ")}: the key says which row it was.`,
      choice,
    ],
    [
      wrong.some((one) => !key.includes(one)),
      `The audit of ${name} leaves out ${wrong.filter((one) => !key.includes(one)).join(", ")}, which is no field or reference of it.`,
      choice,
    ],
    [
      repeated(unaudited).length > 0,
      `The audit of ${name} leaves out ${repeated(unaudited).join(", ")} more than once.`,
      "Name each column once.",
    ],
  ];
  return problems
    .filter(([isThere]) => isThere)
    .map(([, message, fix]) => entityFinding(entity, { code: "audit", message, fix }));
}
