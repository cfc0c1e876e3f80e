import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity, Order } from "../../spec/entity.ts";
import type { ColumnKind } from "./columns-of-entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** The columns that an order names, `within` first. */
export function orderNames({ by, within }: Order): readonly string[] {
  const names = by.map((field) => field.replace(/ desc$/, ""));
  return within === null ? names : [within, ...names];
}

/**
 * Orders in which no page can start behind the last row of the one before: a comparison of rows knows one
 * direction, never finds null, and must be leakproof to use an index below row level security.
 */
export function orderChecks(
  entity: Entity,
  kinds: ReadonlyMap<string, ColumnKind>,
): readonly Diagnostic[] {
  return (entity.orders ?? []).flatMap((order) => {
    const words = `The order by ${order.by.join(", ")} of ${entity.name}`;
    const directions = new Set(order.by.map((field) => field.endsWith(" desc")));
    const columns = orderNames(order).filter((name) => kinds.has(name));
    const nullable = columns.filter((name) => name !== order.within && isNullable(entity, name));
    const numeric = columns.filter((name) =>
      entity.fields.some((field) => field.name === name && field.type === "numeric"),
    );
    return [
      ...(directions.size > 1
        ? [
            entityFinding(entity, {
              code: "mixed-order",
              message: `${words} mixes directions, so that no single comparison finds the next page.`,
              fix: "Use one direction for all its fields.",
            }),
          ]
        : []),
      ...nullable.map((name) =>
        entityFinding(entity, {
          code: "nullable-order",
          message: `${words} names ${name}, which may be empty: such rows would be on no page.`,
          fix: `Make ${name} required, or order by another field.`,
        }),
      ),
      ...numeric.map((name) =>
        entityFinding(entity, {
          code: "order-not-leakproof",
          severity: "warning",
          message: `${words} names ${name}, and comparing numeric is not leakproof: below row level security its index is not used.`,
          fix: `Store ${name} as an integer of its smallest unit.`,
        }),
      ),
    ];
  });
}

function isNullable({ fields, key, references }: Entity, name: string): boolean {
  const columns = [
    ...fields.map((field) => ({ name: field.name, required: field.required })),
    ...references.map(({ field, required }) => ({ name: field, required })),
  ];
  return key?.includes(name) !== true && columns.some((own) => own.name === name && !own.required);
}
