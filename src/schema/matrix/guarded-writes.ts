import type { EntityContext } from "./expectations.ts";
import { exampleValue, type Value } from "./example-value.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { guardedNames, isGuarded, usualValue } from "./guarded-values.ts";
import { actorOf, type ActorName } from "./users.ts";

/** What the row holds as far as its makers know: rows of sign-up are made with defaults. */
function heldValue({ entity, values }: FixtureRow, name: string): Value | undefined {
  const held = values[name];
  if (held !== undefined) return held;
  const field = entity.fields.find((one) => one.name === name);
  return field === undefined ? null : usualValue(field);
}

interface Write {
  readonly actor: ActorName;
  /** The row as it is. */
  readonly row: FixtureRow;
  readonly name: string;
  readonly value: Value;
}

export function changes({ row, name, value }: Omit<Write, "actor">): boolean {
  return heldValue(row, name) !== value;
}

/** Whether a guard stands in the way of the change. */
export function isChangeGuarded(
  { entity, oracle }: EntityContext,
  { actor, ...write }: Write,
): boolean {
  const { name, row } = write;
  if (!isGuarded(entity, name) || !changes(write)) return false;
  return !oracle.mayWrite({ entity, actor: actorOf(actor), row, column: name });
}

/** Whether a guard stands in the way of a new row: it holds what its maker may not choose. */
export function isNewRowGuarded(
  { entity, oracle }: EntityContext,
  { actor, row }: Pick<Write, "actor" | "row">,
): boolean {
  return guardedNames(entity).some((name) => {
    const value = row.values[name];
    const field = entity.fields.find((one) => one.name === name);
    const usual = field === undefined ? null : usualValue(field);
    if (value === undefined || value === usual) return false;
    return !oracle.mayWrite({ entity, actor: actorOf(actor), row, column: name });
  });
}

/** Values of a guarded column that differ from the usual one, and that one. */
export function guardedValues(
  { entity, maker, set }: EntityContext,
  name: string,
): readonly Value[] {
  const reference = entity.references.find(({ field }) => field === name);
  if (reference !== undefined) {
    return maker
      .rowsOf(set.find(reference.to))
      .slice(0, 1)
      .map(({ values }) => values["id"] ?? null);
  }
  const field = entity.fields.find((one) => one.name === name);
  if (field === undefined) return [];
  const usual = usualValue(field);
  const others = Array.from({ length: 12 }, (_, variant) => exampleValue(field, 101 + variant));
  const other = others.find((value) => value !== null && value !== usual);
  return [...(other === undefined ? [] : [other]), ...(usual === undefined ? [] : [usual])];
}
