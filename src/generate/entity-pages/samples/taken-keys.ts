import type { SampleRow } from "./sample-row.ts";
import type { SampleValue } from "./sample-value.ts";

/** Whether one of the entity's keys holds the row's values already. */
export function isTaken(row: SampleRow, rows: readonly SampleRow[]): boolean {
  const { entity } = row;
  const same = rows.filter((other) => other.entity.name === entity.name);
  const keys = [
    ...(entity.key === null ? [] : [entity.key]),
    ...entity.unique,
    ...(entity.partialUnique ?? []).map(({ fields }) => fields),
    ...entity.references.filter(({ unique }) => unique === true).map(({ field }) => [field]),
  ];
  const isPair = entity.distinct.some((pair) => new Set(valuesOf(row, pair)).size < pair.length);
  return (
    isPair ||
    keys.some((key) => same.some((other) => isSame(valuesOf(row, key), valuesOf(other, key))))
  );
}

function valuesOf(row: SampleRow, fields: readonly string[]): readonly string[] {
  return fields.map((field) => {
    const made = row.entity.fields.find(({ name }) => name === field);
    const source = made?.type === "lower" ? made.of : field;
    const value: SampleValue | undefined =
      field === row.entity.owner ? { kind: "person", username: row.by } : row.values[source];
    return JSON.stringify(value ?? null).toLowerCase();
  });
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.every((value, index) => value === right[index] && value !== "null");
}
