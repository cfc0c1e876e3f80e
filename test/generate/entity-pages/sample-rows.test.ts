import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { may } from "../../../src/generate/entity-pages/samples/row-access.ts";
import { sampleRows } from "../../../src/generate/entity-pages/samples/sample-rows.ts";
import { fits, sampleText } from "../../../src/generate/entity-pages/samples/sample-text.ts";
import { sampleValue } from "../../../src/generate/entity-pages/samples/sample-value.ts";
import type { Blueprint } from "../../../src/spec/blueprint.ts";
import { entitySchema, type Entity } from "../../../src/spec/entity.ts";
import { fieldSchema } from "../../../src/spec/field.ts";
import { bookClubsFeature } from "./designed-book-clubs.ts";
import { kitchenFeature } from "./designed-kitchen.ts";
import { plantsFeature } from "./designed-plants.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));
const words = (() => {
  if (catalog.pages === null) throw new Error("The catalog has no pages.");
  return catalog.pages.samples;
})();
const ofCatalog = [...catalog.entries.values()].flatMap(({ blueprint }) => blueprint.entities);

function scopeOf({ entities }: Pick<Blueprint, "entities">) {
  const known = new Map([...ofCatalog, ...entities].map((entity) => [entity.name, entity]));
  return { entities, known, words, pictures: new Map<string, string>() };
}

function thing(parts: Readonly<Record<string, unknown>>): Entity {
  return entitySchema.parse({
    name: "thing",
    table: "things",
    title: "Thing",
    fields: [{ name: "name", type: "text", max: 40 }],
    references: [{ field: "owner_id", to: "profile" }],
    owner: "owner_id",
    access: { select: "owner", insert: "owner" },
    ...parts,
  });
}

test.each([plantsFeature, bookClubsFeature, kitchenFeature])(
  "rows are written by people who may, and refer to rows that are there: $id",
  (feature) => {
    const scope = scopeOf(feature);
    const rows = sampleRows(scope);
    expect(rows).toEqual(sampleRows(scope));
    for (const [place, row] of rows.entries()) {
      const before = rows.slice(0, place);
      const question = { rows: before, known: scope.known, row, person: row.by };
      expect(may({ ...question, command: "insert" })).toBe(true);
      for (const { field, to, required } of row.entity.references) {
        const value = row.values[field];
        if (field === row.entity.owner || value?.kind === "person") continue;
        const target = value?.kind === "plain" ? value.value : null;
        const isThere = before.some(({ entity, id }) => entity.name === to && id === target);
        expect(isThere || (target === null && !required)).toBe(true);
      }
    }
    const ids = rows.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  },
);

test("members come before what only members write, and everybody is somebody's member", () => {
  const rows = sampleRows(scopeOf(bookClubsFeature));
  const names = rows.map(({ entity }) => entity.name);
  expect(names.lastIndexOf("club_member")).toBeLessThan(names.indexOf("book"));
  expect(names.filter((name) => name === "book").length).toBeGreaterThan(3);
  expect(new Set(rows.map(({ by }) => by))).toEqual(new Set(words.people));
});

test("what nobody may write has no rows, and neither has what refers to it", () => {
  const closed = thing({ access: { select: "everyone" } });
  const part = thing({
    name: "part",
    table: "parts",
    references: [
      { field: "thing_id", to: "thing" },
      { field: "owner_id", to: "profile" },
    ],
  });
  expect(sampleRows(scopeOf({ entities: [closed, part] }))).toEqual([]);
});

test("rows keep their keys apart", () => {
  const entity = thing({
    fields: [
      { name: "name", type: "text", max: 40 },
      { name: "name_lower", type: "lower", of: "name" },
      { name: "kind", type: "text", max: 5, oneOf: ["a", "b"] },
    ],
    unique: [["name_lower"], ["kind"]],
  });
  const rows = sampleRows(scopeOf({ entities: [entity] }));
  // Two kinds are two rows.
  expect(rows).toHaveLength(2);
});

test("who may be referred to is somebody else where both must differ", () => {
  const entity = thing({
    references: [
      { field: "owner_id", to: "profile" },
      { field: "friend_id", to: "profile" },
    ],
    key: ["owner_id", "friend_id"],
    distinct: [["owner_id", "friend_id"]],
  });
  const rows = sampleRows(scopeOf({ entities: [entity] }));
  expect(rows.length).toBeGreaterThan(0);
  for (const { by, values } of rows) {
    expect(values["friend_id"]).not.toEqual({ kind: "person", username: by });
  }
});

const texts = fc.record({
  min: fc.nat(20),
  span: fc.integer({ min: 1, max: 400 }),
  name: fc.constantFrom("name", "title", "notes", "place", "whatever", "phone", "email_address"),
  format: fc.constantFrom(undefined, "email", "url", "slug", "currency"),
});

test("texts keep the limits and formats of their fields", () => {
  fc.assert(
    fc.property(texts, fc.nat(60), ({ min, span, name, format }, variant) => {
      const field = fieldSchema.parse({ name, type: "text", min, max: min + span, format });
      if (field.type !== "text") throw new Error("not a text");
      const text = sampleText({ field, entity: thing({ fields: [field] }), words, variant });
      expect(text === null || fits(text, field)).toBe(true);
    }),
  );
});

const numbers = fc.record({
  min: fc.option(fc.integer({ min: -1000, max: 1000 })),
  span: fc.option(fc.nat(5000)),
  name: fc.constantFrom("year", "rating", "amount", "whatever"),
  type: fc.constantFrom("integer", "money", "numeric"),
});

test("numbers keep the limits of their fields", () => {
  fc.assert(
    fc.property(numbers, fc.nat(60), ({ min, span, name, type }, variant) => {
      const max = span === null ? null : (min ?? 0) + span;
      const limits = type === "money" ? { min: min ?? 0, max: max ?? 10_000 } : { min, max };
      const more =
        type === "money"
          ? { currency: "EUR" }
          : type === "numeric"
            ? { precision: 8, scale: 2 }
            : {};
      const field = fieldSchema.parse({ name, type, ...limits, ...more });
      const value = sampleValue({ field, entity: thing({ fields: [field] }), words, variant });
      const number = value?.kind === "plain" ? Number(value.value) : Number.NaN;
      expect(number).toBeGreaterThanOrEqual(limits.min ?? -Infinity);
      expect(number).toBeLessThanOrEqual(limits.max ?? Infinity);
      expect(type === "numeric" || Number.isInteger(number)).toBe(true);
    }),
    { numRuns: 300, examples: [[{ min: null, span: 0, name: "year", type: "integer" }, 0]] },
  );
});
