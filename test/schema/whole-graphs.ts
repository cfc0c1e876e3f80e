import fc from "fast-check";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";

/** Small apps that use every kind of field, key, relation and rule. */

/** Fields that come together; a field that refers to others comes with them. */
const fieldGroups: readonly (readonly object[])[] = [
  [{ name: "caption", type: "text", min: 2, max: 30, default: "none" }],
  [
    { name: "handle", type: "text", max: 20, pattern: "^[A-Za-z]+$" },
    { name: "handle_lower", type: "lower", of: "handle" },
  ],
  [{ name: "contact", type: "text", max: 90, format: "email", required: false }],
  [{ name: "slug", type: "text", max: 40, format: "slug" }],
  [{ name: "state", type: "text", max: 9, oneOf: ["draft", "open"], default: "draft" }],
  [
    { name: "amount", type: "integer", min: 0, max: 900 },
    { name: "price", type: "money", currency: "EUR", max: 100_000 },
    { name: "total", type: "computed", by: "product", of: ["amount", "price"] },
  ],
  [
    { name: "unit", type: "text", max: 3, format: "currency" },
    { name: "fee", type: "money", currency: { field: "unit" }, required: false },
  ],
  [
    { name: "given", type: "text", max: 20 },
    { name: "family", type: "text", max: 20 },
    { name: "whole", type: "computed", by: "join", of: ["given", "family"] },
  ],
  [{ name: "loop", type: "bigint", required: false }],
  [{ name: "weight", type: "numeric", precision: 8, scale: 3, default: 1.5 }],
  [{ name: "is_on", type: "boolean", default: true }],
  [{ name: "starts_at", type: "timestamptz", default: "now" }],
  [{ name: "day", type: "date", required: false }],
  [{ name: "foreign_id", type: "uuid", default: "random" }],
  [{ name: "words", type: "list", items: { type: "text", max: 9 }, maxItems: 4, default: "empty" }],
  [{ name: "ranks", type: "list", items: { type: "integer" }, maxItems: 9, required: false }],
  [{ name: "extra", type: "json", shape: { size: { type: "number" } } }],
];

const rule = fc.constantFrom("everyone", "signed-in", "owner", "nobody", "through", "either");

const recipe = fc.record({
  groups: fc.subarray([...fieldGroups], { maxLength: 7 }),
  hasOwner: fc.boolean(),
  /** 0 for none, otherwise which of the earlier ones. */
  parent: fc.nat({ max: 5 }),
  onDelete: fc.constantFrom("cascade", "restrict", "set-null"),
  shape: fc.constantFrom("plain", "plain", "composite key", "one to one"),
  has: fc.record({
    counter: fc.boolean(),
    link: fc.boolean(),
    search: fc.boolean(),
    selfReference: fc.boolean(),
    softDelete: fc.boolean(),
    order: fc.boolean(),
    partialKey: fc.boolean(),
    partialIndex: fc.boolean(),
    audit: fc.boolean(),
    realtime: fc.boolean(),
  }),
  rules: fc.record({ select: rule, insert: rule, update: rule, delete: rule }),
});
type Recipe = typeof recipe extends fc.Arbitrary<infer Value> ? Value : never;

const names = ["zebra", "apple", "mango", "begin", "if_x"] as const;

const profile = entitySchema.parse({
  name: "profile",
  table: "profiles",
  title: "Profile",
  owner: "id",
  signUp: { fields: {} },
  access: { select: "signed-in", update: "owner" },
});

/** The entities of each phase in turn; the last are all of them. Only sound ones come out. */
export const phasesOfGraphs: fc.Arbitrary<readonly (readonly Entity[])[]> = fc
  .record({
    recipes: fc.array(recipe, { minLength: 3, maxLength: names.length }),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: names.length - 1 }), { maxLength: 2 }),
  })
  .map(({ recipes, cuts }) => {
    const entities = [profile, ...entitiesOf(recipes)];
    const ends = cuts
      .filter((end) => end < entities.length)
      .toSorted((left, right) => left - right);
    return [...ends, entities.length].map((end) => entities.slice(0, end));
  })
  .filter((phases) => phases.every((entities) => !hasErrors(checkEntities(entities, []))));

interface Place {
  readonly made: Recipe;
  readonly name: string;
  /** An earlier entity, if there is one. */
  readonly parent: string | undefined;
  readonly isKeyed: boolean;
  readonly isOptional: boolean;
}

function entitiesOf(recipes: readonly Recipe[]): readonly Entity[] {
  const made: Entity[] = [];
  for (const [position, recipe] of recipes.entries()) {
    // What has a key of several columns cannot be referred to.
    const parents = made.filter(({ key }) => key === null).map((entity) => entity.name);
    made.push(entityOf(recipe, { name: names[position] ?? "last", parents }));
  }
  return made;
}

interface Surroundings {
  readonly name: string;
  readonly parents: readonly string[];
}

function entityOf(made: Recipe, { name, parents }: Surroundings): Entity {
  const parent = made.parent === 0 ? undefined : parents[made.parent % parents.length];
  const isOptional = made.onDelete === "set-null";
  const isKeyed =
    made.shape === "composite key" && made.hasOwner && parent !== undefined && !isOptional;
  const place = { made, name, parent, isKeyed, isOptional };
  const fields = made.groups.flat();
  const references = referencesOf(place);
  const isCounted = made.has.counter && parent !== undefined;
  return entitySchema.parse({
    name,
    table: `${name}s`,
    title: name,
    fields,
    references,
    key: isKeyed ? ["owner_id", "parent_id"] : null,
    owner: made.hasOwner ? "owner_id" : null,
    links: made.has.link && parent !== undefined && !isKeyed ? [{ to: parent }] : undefined,
    counters: isCounted ? [{ reference: "parent_id", column: `${name}_count` }] : [],
    softDelete: made.has.softDelete && made.hasOwner && !isCounted,
    realtime: made.has.realtime,
    audited: made.has.audit,
    search: made.has.search && !isKeyed && has(fields, "caption") ? ["caption"] : undefined,
    orders: made.has.order ? [{ by: ["created_at desc"], within: parent && "parent_id" }] : [],
    unique: has(fields, "handle_lower") ? [["handle_lower"]] : [],
    indexes: made.has.partialIndex ? partialIndexes(fields, references) : [],
    partialUnique:
      made.has.partialKey && has(fields, "state")
        ? [{ fields: ["state"], where: { field: "state", equals: "open" } }]
        : [],
    access: accessOf(place),
  });
}

/** One of each condition that the fields allow. */
function partialIndexes(
  fields: readonly object[],
  references: readonly object[],
): readonly object[] {
  const newest = ["created_at desc", "updated_at desc"];
  const optional: readonly (readonly [name: string, condition: object])[] = [
    ["state", { is: "open" }],
    ["slug", { isNot: "none" }],
    ["is_on", { is: true }],
    ["loop", { isNot: null }],
    ["day", { is: null }],
  ];
  const found = optional.filter(([name]) => has(fields, name));
  const isTree = references.some((one) => "field" in one && one.field === "previous_id");
  const all = isTree ? [...found, ["previous_id", { is: null }] as const] : found;
  return all.map(([field, condition]) => ({
    fields: field === "loop" ? ["loop"] : newest,
    where: { field, ...condition },
  }));
}

function has(fields: readonly object[], name: string): boolean {
  return fields.some((field) => "name" in field && field.name === name);
}

function referencesOf({ isKeyed, isOptional, made, name, parent }: Place): readonly object[] {
  const { onDelete } = made;
  const unique = made.shape === "one to one" ? true : undefined;
  return [
    ...(made.hasOwner ? [{ field: "owner_id", to: "profile" }] : []),
    ...(parent === undefined
      ? []
      : [{ field: "parent_id", to: parent, onDelete, required: !isOptional, unique }]),
    ...(made.has.selfReference && !isKeyed
      ? [{ field: "previous_id", to: name, required: false, onDelete: "set-null" }]
      : []),
  ];
}

function accessOf({ isOptional, made, parent }: Place): object {
  const owner = made.hasOwner ? "owner" : "signed-in";
  const through = parent === undefined || isOptional ? "signed-in" : { through: "parent_id" };
  const written = { owner, through, either: { anyOf: [owner, through] } };
  const of = (wanted: string) =>
    Object.entries(written).find(([key]) => key === wanted)?.[1] ?? wanted;
  const { select, insert, update, delete: remove } = made.rules;
  const isSoft = made.has.softDelete && made.hasOwner;
  return {
    select: of(select),
    insert: of(insert),
    update: isSoft ? "owner" : of(update),
    delete: isSoft ? "owner" : of(remove),
  };
}
