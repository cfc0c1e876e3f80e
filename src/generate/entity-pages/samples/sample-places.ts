import type { Entity } from "../../../spec/entity.ts";
import type { Place, SampleRow } from "./sample-row.ts";

/** Rows of an entity that stands on its own. */
const ROWS = 6;
/** Rows of one that belongs to another. */
export const PART_ROWS = 10;

interface PlacesInput {
  readonly entity: Entity;
  readonly parents: readonly SampleRow[] | "none";
  readonly people: readonly string[];
}

/** Who writes which rows: everybody some, the first person most. */
export function placesOf({ entity, parents, people }: PlacesInput): readonly Place[] {
  const [first = "", ...others] = people;
  if (parents === "none") {
    return Array.from({ length: ROWS }, (_, index) => {
      const other = others[((index - 1) / 2) % Math.max(1, others.length)];
      return { by: index % 2 === 0 ? first : (other ?? first), variant: index, parent: null };
    });
  }
  if (entity.key !== null) {
    return parents.flatMap((parent, place) =>
      [parent.by, ...people.filter((one) => one !== parent.by)]
        .filter((_, index) => index === 0 || (index + place) % 3 !== 0)
        .map((by, index) => ({ by, variant: place + index, parent })),
    );
  }
  return parents
    .flatMap((parent, place) => [
      { by: parent.by, parent },
      { by: people[(place + 1) % people.length] ?? first, parent },
      { by: parent.by, parent },
    ])
    .slice(0, PART_ROWS)
    .map((place, variant) => ({ ...place, variant }));
}

/** The rows among which the first required reference chooses; null when there is no row to refer to. */
export function parentRows(
  entity: Entity,
  rows: readonly SampleRow[],
): readonly SampleRow[] | "none" | null {
  const needed = entity.references.filter(
    ({ field, required, to }) => required && field !== entity.owner && to !== entity.name,
  );
  const reference = needed.find(({ to }) => rows.some((row) => row.entity.name === to));
  return reference === undefined
    ? "none"
    : rows.filter((row) => row.entity.name === reference.to && row.id !== null);
}
