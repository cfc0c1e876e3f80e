import { z } from "zod";

/** Lower snake case, at most 48 bytes, so that generated constraint names stay below Postgres' 63. */
export const identifierSchema = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, {
  error: "must be lower snake case, start with a letter and have at most 48 characters",
});

const fieldBase = {
  name: identifierSchema,
  /** Shown in generated documentation and as the column comment. */
  description: z.string().default(""),
  /** A required field is NOT NULL. Default: true. */
  required: z.boolean().default(true),
};

/** Lengths count characters; `pattern` is a POSIX regular expression as Postgres reads it. */
const textField = z.strictObject({
  ...fieldBase,
  type: z.literal("text"),
  min: z.number().int().min(0).default(0),
  max: z.number().int().min(1),
  pattern: z.string().nullable().default(null),
  /** A pattern that we know: an address of mail or of the web, a part of a path, an ISO 4217 code. Instead of `pattern`. */
  format: z.enum(["email", "url", "slug", "currency"]).optional(),
  /** The closed set of values, or null for free text. Becomes a CHECK, never an enum. */
  oneOf: z.array(z.string()).min(1).readonly().nullable().default(null),
  default: z.string().nullable().default(null),
});

const numberField = z.strictObject({
  ...fieldBase,
  type: z.enum(["integer", "bigint"]),
  min: z.number().int().nullable().default(null),
  max: z.number().int().nullable().default(null),
  default: z.number().int().nullable().default(null),
});

const booleanField = z.strictObject({
  ...fieldBase,
  type: z.literal("boolean"),
  default: z.boolean().nullable().default(null),
});

const timeField = z.strictObject({
  ...fieldBase,
  type: z.enum(["timestamptz", "date"]),
  /** "now" fills the moment of insertion. */
  default: z.literal("now").nullable().default(null),
});

/** The lower-case copy of a text field, stored: the leakproof way to a case-insensitive key. */
const lowerField = z.strictObject({
  ...fieldBase,
  type: z.literal("lower"),
  of: identifierSchema,
});

/** An exact decimal number. At most 15 digits, because clients read it as a JavaScript number. */
const numericField = z.strictObject({
  ...fieldBase,
  type: z.literal("numeric"),
  /** All digits, before and after the point. */
  precision: z.number().int().min(1).max(15),
  /** Digits after the point. */
  scale: z.number().int().min(0).max(15),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  default: z.number().nullable().default(null),
});

/** An amount in minor units of its currency (cents), a bigint. Never negative unless `min` says so. */
const moneyField = z.strictObject({
  ...fieldBase,
  type: z.literal("money"),
  /** An ISO 4217 code for all rows, or the text field of the same row that holds it. */
  currency: z.union([
    z.string().regex(/^[A-Z]{3}$/),
    z.strictObject({ field: identifierSchema }).readonly(),
  ]),
  min: z.number().int().default(0),
  /** Default: the greatest integer that a JavaScript number holds exactly. */
  max: z.number().int().default(Number.MAX_SAFE_INTEGER),
  default: z.number().int().nullable().default(null),
});

/** A uuid that refers to nothing in this database, such as the id of an order elsewhere. */
const uuidField = z.strictObject({
  ...fieldBase,
  type: z.literal("uuid"),
  /** "random" makes one at insertion. */
  default: z.literal("random").nullable().default(null),
});

/** A short array. Its items are never null; it cannot be part of a key or index, because array operators are not leakproof. */
const listField = z.strictObject({
  ...fieldBase,
  type: z.literal("list"),
  items: z
    .discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("text"),
        /** Characters of one item, which has at least one and no line break. */
        max: z.number().int().min(1).max(254),
        oneOf: z.array(z.string()).min(1).readonly().nullable().default(null),
      }),
      z.strictObject({
        type: z.literal("integer"),
        min: z.number().int().nullable().default(null),
        max: z.number().int().nullable().default(null),
      }),
    ])
    .readonly(),
  maxItems: z.number().int().min(1).max(255),
  /** "empty" is the list without items. */
  default: z.literal("empty").nullable().default(null),
});

/** What a key of a JSON object holds. `object` and `array` may hold anything inside. */
const jsonKeySchema = z
  .strictObject({
    type: z.enum(["text", "number", "boolean", "object", "array"]),
    required: z.boolean().default(true),
  })
  .readonly();

/** A JSON object with declared keys and no others. */
const jsonField = z.strictObject({
  ...fieldBase,
  type: z.literal("json"),
  shape: z.record(identifierSchema, jsonKeySchema),
  /** Bytes of the object as text. */
  maxBytes: z.number().int().min(2).max(1_000_000).default(10_000),
  /** "empty" is the object without keys, so only for shapes without required ones. */
  default: z.literal("empty").nullable().default(null),
});

/**
 * A value that the database computes from fields of the same row and stores. `join` puts a space between texts;
 * the others take whole numbers and amounts, and give a bigint.
 */
const computedField = z.strictObject({
  ...fieldBase,
  type: z.literal("computed"),
  by: z.enum(["join", "sum", "difference", "product"]),
  of: z.array(identifierSchema).min(2).max(8).readonly(),
});

export const fieldSchema = z
  .discriminatedUnion("type", [
    textField,
    numberField,
    numericField,
    moneyField,
    booleanField,
    timeField,
    uuidField,
    listField,
    jsonField,
    lowerField,
    computedField,
  ])
  .readonly();
export type Field = z.infer<typeof fieldSchema>;
export type TextField = z.infer<typeof textField>;
export type ComputedField = z.infer<typeof computedField>;

type MadeField = Extract<Field, { readonly type: "lower" | "computed" }>;

/** Whether the database makes the value from other fields, so that nobody writes it. */
export function isMade(field: Field): field is MadeField {
  return field.type === "lower" || field.type === "computed";
}
