import fc from "fast-check";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema, type Bucket, type Entity } from "../../src/spec/entity.ts";
import { avatars, profile, socialBuckets } from "./social-entities.ts";

export interface EntityGraph {
  readonly entities: readonly Entity[];
  /** Those that an earlier phase makes: what they refer to is among them. */
  readonly early: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

const names = ["zebra", "apple", "mango", "if_x", "begin"] as const;

const fields = fc.subarray(
  [
    { name: "caption", type: "text", min: 2, max: 30, default: "none" },
    { name: "slug", type: "text", max: 20, pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
    { name: "state", type: "text", max: 9, oneOf: ["draft", "open"], default: "draft" },
    { name: "position", type: "integer", min: 0, max: 900 },
    { name: "loop", type: "bigint", required: false },
    { name: "is_on", type: "boolean", default: true },
    { name: "starts_at", type: "timestamptz", default: "now" },
    { name: "day", type: "date", required: false },
  ],
  { minLength: 0, maxLength: 8 },
);

const rule = fc.constantFrom("everyone", "signed-in", "owner", "nobody", "through");

const recipe = fc.record({
  fields,
  hasOwner: fc.boolean(),
  parent: fc.nat({ max: 4 }),
  onDelete: fc.constantFrom("cascade", "restrict", "set-null"),
  isJoin: fc.boolean(),
  isCounted: fc.boolean(),
  isSelfReferring: fc.boolean(),
  isImmutable: fc.boolean(),
  isUnique: fc.boolean(),
  select: rule,
  insert: rule,
  update: rule,
  delete: rule,
});

type Recipe = typeof recipe extends fc.Arbitrary<infer Value> ? Value : never;

/** Small apps around one sign-up entity; every entity may refer to an earlier one. Only sound ones come out. */
export const entityGraphs: fc.Arbitrary<EntityGraph> = fc
  .record({
    recipes: fc.array(recipe, { minLength: 1, maxLength: names.length }),
    early: fc.nat({ max: names.length }),
    buckets: fc.constantFrom([], [avatars], socialBuckets),
  })
  .map(({ recipes, early, buckets }) => {
    const entities = [profile, ...recipes.map(entityOf)];
    return { entities, early: entities.slice(0, 1 + early), buckets };
  })
  .filter(({ entities, buckets }) => !hasErrors(checkEntities(entities, buckets)));

function entityOf(made: Recipe, position: number): Entity {
  const name = names[position] ?? "last";
  const parent = made.parent < position ? names[made.parent] : undefined;
  const isOptional = made.onDelete === "set-null";
  const isKeyed = made.isJoin && made.hasOwner && parent !== undefined && !isOptional;
  const references = [
    ...(made.hasOwner ? [{ field: "owner_id", to: "profile" }] : []),
    ...(parent === undefined
      ? []
      : [{ field: "parent_id", to: parent, onDelete: made.onDelete, required: !isOptional }]),
    ...(made.isSelfReferring && !isKeyed
      ? [{ field: "previous_id", to: name, required: false, onDelete: "set-null" }]
      : []),
  ];
  const ruleOf = (wanted: string) => {
    if (wanted === "through")
      return parent === undefined || isOptional ? "signed-in" : { through: "parent_id" };
    return wanted === "owner" && !made.hasOwner ? "signed-in" : wanted;
  };
  return entitySchema.parse({
    name,
    table: `${name}s`,
    title: name,
    fields: made.fields,
    references,
    key: isKeyed ? ["owner_id", "parent_id"] : null,
    owner: made.hasOwner ? "owner_id" : null,
    counters:
      made.isCounted && parent !== undefined
        ? [{ reference: "parent_id", column: `${name}_count` }]
        : [],
    immutable: made.isImmutable ? references.map(({ field }) => field) : [],
    unique: made.isUnique && made.fields.some((field) => field.name === "slug") ? [["slug"]] : [],
    indexes: [{ fields: ["created_at desc"] }],
    access: {
      select: ruleOf(made.select),
      insert: ruleOf(made.insert),
      update: ruleOf(made.update),
      delete: ruleOf(made.delete),
    },
  });
}
