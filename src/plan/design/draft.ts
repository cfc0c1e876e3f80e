import { z } from "zod";

/** One line, without control characters. */
const textOf = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, { error: "must be one line without control characters" });
const lineOf = (most: number) => textOf(most).min(1);

const name = lineOf(48);
const fieldBase = { name, description: textOf(200), required: z.boolean() };

const draftField = z.discriminatedUnion("type", [
  z.strictObject({
    ...fieldBase,
    type: z.literal("text"),
    min: z.number().int(),
    max: z.number().int(),
    format: z.enum(["email", "url", "slug", "currency"]).nullable(),
    oneOf: z.array(lineOf(60)).nullable(),
    default: textOf(200).nullable(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.enum(["integer", "bigint"]),
    min: z.number().int().nullable(),
    max: z.number().int().nullable(),
    default: z.number().int().nullable(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("numeric"),
    precision: z.number().int(),
    scale: z.number().int(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    default: z.number().nullable(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("money"),
    currency: textOf(200),
    default: z.number().int().nullable(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("boolean"),
    default: z.boolean().nullable(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.enum(["timestamptz", "date"]),
    default: z.literal("now").nullable(),
  }),
]);

const value = z.union([textOf(200), z.number().int(), z.boolean()]);
const condition = z.union([
  z.strictObject({ field: name, is: value.nullable() }),
  z.strictObject({ field: name, isNot: value.nullable() }),
  z.strictObject({ field: name, in: z.array(value).min(1) }),
]);

const innerRule = z.lazy((): z.ZodType => draftRule);
const draftRule: z.ZodType = z
  .union([
    z.enum(["everyone", "signed-in", "owner", "nobody"]),
    z.strictObject({ through: name }),
    z.strictObject({ member: name, of: name, role: z.array(name).min(1).nullable() }),
    z.strictObject({ role: name }),
    z.strictObject({ when: condition, rule: innerRule }),
    z.strictObject({ anyOf: z.array(innerRule).min(1) }),
    z.strictObject({ allOf: z.array(innerRule).min(1) }),
  ])
  .meta({ id: "DraftRule" });

const draftEntity = z.strictObject({
  name,
  table: name,
  title: lineOf(60),
  /** Of the entity in the main menu; null takes one that suits its name. */
  icon: textOf(40).nullable(),
  description: textOf(300),
  fields: z.array(draftField).max(40),
  references: z
    .array(
      z.strictObject({
        field: name,
        to: name,
        required: z.boolean(),
        onDelete: z.enum(["cascade", "set-null", "restrict"]),
        description: textOf(200),
      }),
    )
    .max(12),
  key: z.array(name).nullable(),
  owner: name.nullable(),
  counters: z.array(z.strictObject({ reference: name, column: name })),
  indexes: z.array(z.strictObject({ fields: z.array(textOf(200)).min(1) })),
  unique: z.array(z.array(name).min(1)),
  immutable: z.array(name),
  search: z.array(name).nullable(),
  realtime: z.boolean(),
  access: z.strictObject({
    select: draftRule,
    insert: draftRule,
    update: draftRule,
    delete: draftRule,
  }),
});

const draftFeature = z.strictObject({
  /** Titles of the wishes that it serves. */
  wishes: z.array(textOf(200)).min(1),
  id: lineOf(40),
  title: lineOf(60),
  summary: lineOf(300),
  aliases: z.array(lineOf(40)).max(12),
  requires: z.array(textOf(200)),
  runsAfter: z.array(textOf(200)),
  entities: z.array(draftEntity).max(12),
  storage: z.array(
    z.strictObject({
      name,
      public: z.boolean(),
      maxBytes: z.number().int(),
      mimeTypes: z.array(textOf(200)).min(1),
    }),
  ),
  acceptance: z.array(lineOf(200)).min(1).max(12),
});

/**
 * What a model answers that designs features: blueprints without what follows from their entities, such as pages and
 * files, and in the part of JSON Schema that all providers accept. Null says the same as absent in a blueprint.
 */
export const draftSchema = z.strictObject({ features: z.array(draftFeature).min(1).max(8) });
export type DraftFeature = z.infer<typeof draftFeature>;
