import { expect, test } from "vitest";
import { ContractWorld } from "../../../src/gates/contracts/contract-world.ts";
import type { FixtureRow } from "../../../src/schema/matrix/fixture-rows.ts";
import { entitySet } from "../../../src/schema/state/entity-set.ts";
import { entitySchema, type Entity } from "../../../src/spec/entity.ts";

const shelf: Entity = entitySchema.parse({
  name: "shelf",
  table: "shelves",
  title: "Shelf",
  access: { select: "everyone" },
});

function book(onDelete: string): Entity {
  return entitySchema.parse({
    name: "book",
    table: "books",
    title: "Book",
    references: [{ field: "shelf_id", to: "shelf", required: onDelete !== "set-null", onDelete }],
    counters: [{ reference: "shelf_id", column: "book_count" }],
    access: { select: "everyone" },
  });
}

/** A shelf with two books, whose reference says what becomes of them. */
function library(onDelete: string) {
  const books = book(onDelete);
  const world = new ContractWorld(entitySet([shelf, books]));
  const rowOf = (entity: Entity, id: string, parent: FixtureRow | null): FixtureRow => ({
    entity,
    label: "mine",
    owner: null,
    values: { id, ...(parent === null ? {} : { shelf_id: parent.values["id"] ?? null }) },
    parents: parent === null ? {} : { shelf_id: parent },
    isSpecial: false,
  });
  const top = rowOf(shelf, "1", null);
  const first = rowOf(books, "2", top);
  for (const row of [top, first, rowOf(books, "3", top)]) world.add(row);
  return { world, top, first, books };
}

test("counters follow rows that come and go", () => {
  const { world, top, first } = library("cascade");
  expect(world.countersOf(top)).toEqual({ book_count: 2 });
  world.remove(first);
  expect(world.countersOf(top)).toEqual({ book_count: 1 });
  world.add(first);
  expect(world.countersOf(top)).toEqual({ book_count: 2 });
});

test("what hangs on a row falls with it, and is known to be gone", () => {
  const { world, top, books } = library("cascade");
  expect(world.holdOn(top)).toBe("free");
  world.remove(top);
  expect(world.rowsOf(books)).toEqual([]);
  expect(world.goneOf(books)).toHaveLength(2);
});

test("an emptied reference leaves rows where they are, and a counter that begins anew", () => {
  const { world, top, books } = library("set-null");
  world.remove(top);
  expect(world.rowsOf(books).map(({ values }) => values["shelf_id"])).toEqual([null, null]);
  world.add(top);
  expect(world.countersOf(top)).toEqual({ book_count: 0 });
});

test("a reference that restricts holds its row", () => {
  const { world, top, first } = library("restrict");
  expect(world.holdOn(top)).toBe("held");
  expect(world.holdOn(first)).toBe("free");
});
