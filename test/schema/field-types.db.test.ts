import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const bare = {
  name: "product",
  table: "products",
  title: "Product",
  references: [{ field: "seller_id", to: "profile" }],
  owner: "seller_id",
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
};

const fields = [
  { name: "sku", type: "text", max: 40, format: "slug" },
  { name: "contact", type: "text", max: 200, format: "email" },
  { name: "homepage", type: "text", max: 200, format: "url", required: false },
  { name: "currency", type: "text", min: 3, max: 3, format: "currency", default: "EUR" },
  { name: "price", type: "money", currency: { field: "currency" }, description: "What it costs." },
  { name: "shipping", type: "money", currency: "EUR", max: 10_000, default: 500 },
  { name: "weight_kg", type: "numeric", precision: 6, scale: 3, min: 0.001, max: 500 },
  { name: "discount", type: "numeric", precision: 3, scale: 3, default: 0.125, required: false },
  { name: "external_id", type: "uuid", default: "random" },
  { name: "tags", type: "list", items: { type: "text", max: 5 }, maxItems: 3, default: "empty" },
  {
    name: "sizes",
    type: "list",
    items: { type: "text", max: 9, oneOf: ["s", 'a"b\\'] },
    maxItems: 2,
  },
  {
    name: "ratings",
    type: "list",
    items: { type: "integer", min: 1, max: 5 },
    maxItems: 4,
    default: "empty",
  },
  {
    name: "dimensions",
    type: "json",
    shape: {
      width: { type: "number" },
      unit: { type: "text" },
      is_round: { type: "boolean", required: false },
      parts: { type: "array", required: false },
      extra: { type: "object", required: false },
    },
    maxBytes: 120,
  },
];

const immutable = fields.map(({ name }) => name);
const product = entitySchema.parse({
  ...bare,
  fields,
  unique: [["sku"], ["external_id"]],
  immutable,
});
const entities = [profile, product];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("compiles, and example values of every type satisfy their checks", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  const matrix = accessMatrix(entities, []);
  const tried = matrix.cells.filter(({ id }) => id.startsWith("products/change-"));
  // Columns that may not change are tried with another value of their type each.
  expect(new Set(tried.map(({ id }) => id.split("/")[1])).size).toBe(immutable.length + 2);
  expect(await tryMatrix(migrated, matrix)).toEqual([]);
});

it("gives a later migration the same database as a first one", async () => {
  const before = { entities: [profile, entitySchema.parse(bare)], buckets: [] };
  const after = { entities, buckets: [] };
  const [steps, direct] = await Promise.all([
    migrationsThrough([before, after, before, after]),
    catalogLines(migrated),
  ]);
  expect(steps[2]?.statements.some(({ label }) => label === "destructive")).toBe(true);
  const stepped = await migrated.rolledBack(async (inner) => {
    await inner.query("drop schema private cascade");
    await inner.query("drop table public.products, public.profiles cascade");
    await migrate(inner, steps);
    return catalogLines(inner);
  });
  expect(stepped).toEqual(direct);
});

describe("values", () => {
  const valid: Readonly<Record<string, string>> = {
    sku: "'red-shoe'",
    contact: "'a@b.example'",
    price: "1999",
    weight_kg: "0.5",
    sizes: "array['s']",
    dimensions: `'{"width": 2.5, "unit": "cm", "parts": [1], "extra": {"a": null}}'`,
  };

  async function insert(changes: Readonly<Record<string, string>>): Promise<string> {
    const values = { ...valid, ...changes };
    const user = "00000000-0000-4000-8000-0000000000aa";
    return migrated.rolledBack(async (inner) => {
      await inner.query(`insert into auth.users (id, email) values ('${user}', 'x@example.com')`);
      const columns = ["seller_id", ...Object.keys(values)].join(", ");
      return inner
        .query(
          `insert into public.products (${columns}) values ('${user}', ${Object.values(values).join(", ")})`,
        )
        .then(
          () => "stored",
          (error: Error) => /"(products_[a-z_]+)"/.exec(error.message)?.[1] ?? error.message,
        );
    });
  }

  it("stores sound ones, with defaults for what is missing", async () => {
    expect(await insert({})).toBe("stored");
    expect(
      await insert({ tags: "'{}'", ratings: "'{1,5}'", homepage: "'https://a.example/x?y'" }),
    ).toBe("stored");
    expect(await insert({ sizes: `array['a"b\\']`, discount: "null" })).toBe("stored");
  });

  it.each([
    ["sku", "'Red Shoe'", "products_sku_format_check"],
    ["contact", "'nobody'", "products_contact_format_check"],
    ["homepage", "'javascript:alert(1)'", "products_homepage_format_check"],
    ["homepage", `E'https://a.example\\nx'`, "products_homepage_format_check"],
    ["currency", "'eur'", "products_currency_format_check"],
    ["price", "-1", "products_price_range_check"],
    ["price", "9007199254740992", "products_price_range_check"],
    ["shipping", "10001", "products_shipping_range_check"],
    ["weight_kg", "0.0004", "products_weight_kg_range_check"],
    ["weight_kg", "500.001", "products_weight_kg_range_check"],
    ["tags", "array['a','b','c','d']", "products_tags_count_check"],
    ["tags", "array['abcdef']", "products_tags_length_check"],
    ["tags", "array[['a'],['b']]", "products_tags_shape_check"],
    ["tags", "array['a', null]", "products_tags_value_check"],
    ["tags", "array['a', '']", "products_tags_value_check"],
    ["tags", "array[E'a\\nb']", "products_tags_value_check"],
    ["sizes", "array['xl']", "products_sizes_value_check"],
    ["sizes", "array['s', null]", "products_sizes_value_check"],
    ["ratings", "array[0]", "products_ratings_range_check"],
    ["ratings", "array[1, 6]", "products_ratings_range_check"],
    ["ratings", "array[1, null]", "products_ratings_value_check"],
    ["dimensions", "'[]'", "products_dimensions_shape_check"],
    ["dimensions", "'3'", "products_dimensions_shape_check"],
    ["dimensions", `'{"width": 1}'`, "products_dimensions_shape_check"],
    ["dimensions", `'{"width": "1", "unit": "cm"}'`, "products_dimensions_shape_check"],
    ["dimensions", `'{"width": 1, "unit": null}'`, "products_dimensions_shape_check"],
    ["dimensions", `'{"width": 1, "unit": "cm", "depth": 1}'`, "products_dimensions_shape_check"],
    [
      "dimensions",
      `'{"width": 1, "unit": "cm", "is_round": 1}'`,
      "products_dimensions_shape_check",
    ],
    [
      "dimensions",
      `'{"width": 1, "unit": "${"m".repeat(120)}"}'`,
      "products_dimensions_size_check",
    ],
  ])("refuses %s = %s", async (column, value, constraint) => {
    expect(await insert({ [column]: value })).toBe(constraint);
  });
});

it("says the unit of amounts in a comment", async () => {
  const lines = (await catalogLines(migrated)).filter((line) => line.startsWith("column products"));
  expect(lines.find((line) => line.includes(" price "))).toContain(
    "What it costs. In minor units of the currency in currency.",
  );
  expect(lines.find((line) => line.includes(" shipping "))).toContain("In minor units of EUR.");
});

it("types lists, objects, amounts and decimals", () => {
  const types = printDatabaseTypes(entities);
  for (const line of [
    "price: number;",
    "weight_kg: number;",
    "discount: number | null;",
    "external_id?: string;",
    "tags: string[];",
    "ratings?: number[];",
    `sizes: ("s" | "a\\"b\\\\")[];`,
  ]) {
    expect(types).toContain(`          ${line}\n`);
  }
  expect(types).toContain(`          dimensions: {
            extra?: { [key: string]: Json | undefined };
            is_round?: boolean;
            parts?: Json[];
            unit: string;
            width: number;
          };
`);
});

describe("checkEntities finds", () => {
  const cases: readonly [code: string, fields: readonly object[], more?: object][] = [
    ["pattern-and-format", [{ name: "a", type: "text", max: 9, format: "slug", pattern: "^x$" }]],
    ["value-breaks-check", [{ name: "a", type: "text", max: 9, format: "slug", default: "A b" }]],
    ["unreadable-pattern", [{ name: "a", type: "text", max: 3, format: "email" }]],
    ["currency-column", [{ name: "a", type: "money", currency: { field: "b" } }]],
    [
      "currency-column",
      [
        { name: "a", type: "money", currency: { field: "b" } },
        { name: "b", type: "text", max: 3, format: "currency", required: false },
      ],
    ],
    ["scale-above-precision", [{ name: "a", type: "numeric", precision: 2, scale: 3 }]],
    ["value-out-of-range", [{ name: "a", type: "numeric", precision: 4, scale: 1, max: 1.25 }]],
    ["value-out-of-range", [{ name: "a", type: "numeric", precision: 4, scale: 1, max: 1000 }]],
    ["min-above-max", [{ name: "a", type: "money", currency: "EUR", min: 2, max: 1 }]],
    ["empty-shape", [{ name: "a", type: "json", shape: {} }]],
    [
      "value-breaks-check",
      [{ name: "a", type: "json", shape: { b: { type: "text" } }, default: "empty" }],
    ],
    [
      "value-breaks-check",
      [{ name: "a", type: "json", shape: { b: { type: "text" } }, maxBytes: 3 }],
    ],
    [
      "value-breaks-check",
      [{ name: "a", type: "list", items: { type: "text", max: 2, oneOf: ["abc"] }, maxItems: 2 }],
    ],
    [
      "min-above-max",
      [{ name: "a", type: "list", items: { type: "integer", min: 2, max: 1 }, maxItems: 2 }],
    ],
    [
      "unindexable-column",
      [{ name: "a", type: "list", items: { type: "integer" }, maxItems: 2 }],
      { indexes: [{ fields: ["a"] }] },
    ],
    [
      "unindexable-column",
      [{ name: "a", type: "json", shape: { b: { type: "text" } } }],
      { unique: [["a"]] },
    ],
  ];
  it.each(cases)("%s in %j %j", (code, own, more = {}) => {
    const entity = entitySchema.parse({ ...bare, fields: own, ...more });
    const codes = checkEntities([profile, entity], []).map((finding) => finding.code);
    expect(codes).toContain(`schema/${code}`);
  });
});
