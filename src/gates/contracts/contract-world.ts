import type { FixtureRow } from "../../schema/matrix/fixture-rows.ts";
import { primaryKey, type EntitySet } from "../../schema/state/entity-set.ts";
import type { Entity } from "../../spec/entity.ts";
import type { Value } from "../../schema/matrix/example-value.ts";

/** What must be in the database after each step, by what entities promise: cascades, emptied references and counters. */
export class ContractWorld {
  readonly #set: EntitySet;
  readonly #rows = new Map<string, FixtureRow[]>();
  readonly #gone: FixtureRow[] = [];
  readonly #tallies = new Map<string, number>();

  constructor(set: EntitySet) {
    this.#set = set;
    for (const entity of set.entities) this.#rows.set(entity.name, []);
  }

  rowsOf(entity: Entity): readonly FixtureRow[] {
    return this.#rows.get(entity.name) ?? [];
  }

  /** Rows that were there and are no more. */
  goneOf(entity: Entity): readonly FixtureRow[] {
    return this.#gone.filter((row) => row.entity === entity && this.find(row) === undefined);
  }

  /** The row as it is now. */
  find({ entity, values }: FixtureRow): FixtureRow | undefined {
    const key = primaryKey(entity);
    return this.rowsOf(entity).find((row) =>
      key.every((column) => row.values[column] === values[column]),
    );
  }

  /** Whether all that the row refers to is there. */
  hasParentsOf(row: FixtureRow): boolean {
    return Object.values(row.parents).every(
      (parent) => parent === null || this.find(parent) !== undefined,
    );
  }

  add(row: FixtureRow): void {
    this.#rows.get(row.entity.name)?.push(row);
    this.#count(row, 1);
  }

  replace(row: FixtureRow, changed: FixtureRow): void {
    const rows = this.#rows.get(row.entity.name) ?? [];
    const place = rows.findIndex((one) => one === this.find(row));
    if (place >= 0) rows[place] = changed;
  }

  /** The row and all that is removed with it. */
  fallsWith(row: FixtureRow): ReadonlySet<FixtureRow> {
    const falling = new Set([row]);
    for (const one of falling) {
      for (const { child, onDelete } of this.#pointingTo(one)) {
        if (onDelete === "cascade") falling.add(child);
      }
    }
    return falling;
  }

  /** Whether a reference that restricts stands in the way, `unclear` when its own row would be removed too. */
  holdOn(row: FixtureRow): "free" | "held" | "unclear" {
    const falling = this.fallsWith(row);
    const holders = [...falling].flatMap((one) =>
      this.#pointingTo(one).filter(({ onDelete }) => onDelete === "restrict"),
    );
    if (holders.some(({ child }) => !falling.has(child))) return "held";
    return holders.length === 0 ? "free" : "unclear";
  }

  remove(row: FixtureRow): void {
    const falling = this.fallsWith(row);
    for (const one of falling) {
      for (const { child, field, onDelete } of this.#pointingTo(one)) {
        if (onDelete !== "set-null" || falling.has(child)) continue;
        const values = { ...child.values, [field]: null };
        this.replace(child, { ...child, values, parents: { ...child.parents, [field]: null } });
      }
    }
    for (const one of falling) {
      const rows = this.#rows.get(one.entity.name) ?? [];
      rows.splice(rows.indexOf(one), 1);
      this.#gone.push(one);
      // Events put away are still counted.
      if (one.entity.events !== true) this.#count(one, -1);
    }
    // A row that is made again under the same key begins at nothing, though others had pointed to it.
    for (const one of falling) {
      for (const { column } of this.#set.countersOn(one.entity))
        this.#tallies.delete(tallyOf(counted(one), column));
    }
  }

  /** What the counters on the row must hold. */
  countersOf(row: FixtureRow): Readonly<Record<string, number>> {
    const counters = this.#set.countersOn(row.entity);
    return Object.fromEntries(
      counters.map(({ column }) => [column, this.#tallies.get(tallyOf(counted(row), column)) ?? 0]),
    );
  }

  #count(row: FixtureRow, step: number): void {
    for (const { reference, column } of row.entity.counters) {
      const id = row.values[reference] ?? null;
      if (id === null) continue;
      const tally = tallyOf({ entity: this.#set.target(row.entity, reference), id }, column);
      this.#tallies.set(tally, (this.#tallies.get(tally) ?? 0) + step);
    }
  }

  #pointingTo(row: FixtureRow) {
    const id: Value = row.values["id"] ?? null;
    return this.#set.entities.flatMap((entity) =>
      entity.references
        .filter(({ to }) => to === row.entity.name && id !== null)
        .flatMap(({ field, onDelete }) =>
          this.rowsOf(entity)
            .filter((child) => child.values[field] === id && child !== row)
            .map((child) => ({ child, field, onDelete })),
        ),
    );
  }
}

interface Counted {
  readonly entity: Entity;
  readonly id: Value;
}

function counted({ entity, values }: FixtureRow): Counted {
  return { entity, id: values["id"] ?? null };
}

function tallyOf({ entity, id }: Counted, column: string): string {
  return JSON.stringify([entity.name, id, column]);
}
