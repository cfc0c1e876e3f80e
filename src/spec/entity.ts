import { z } from "zod";
import { accessRuleSchema, accessRulesSchema, conditionSchema } from "./access-rule.ts";
import { fieldSchema, identifierSchema } from "./field.ts";

/** A foreign key to the primary key of another entity (or to the same one). */
const referenceSchema = z
  .strictObject({
    /** The column, for example `author_id`. */
    field: identifierSchema,
    /** The name of the referenced entity. */
    to: identifierSchema,
    required: z.boolean().default(true),
    /** cascade for parts, set-null for history, restrict where a parent must stay. */
    onDelete: z.enum(["cascade", "set-null", "restrict"]).default("cascade"),
    /** At most one row refers to each target: a one-to-one relation. Absent: any number. */
    unique: z.boolean().optional(),
    description: z.string().default(""),
  })
  .readonly();
export type Reference = z.infer<typeof referenceSchema>;

/** Counts the rows of this entity in a column of the row that `reference` points to. The column is made by this counter. */
const counterSchema = z
  .strictObject({ reference: identifierSchema, column: identifierSchema })
  .readonly();
export type Counter = z.infer<typeof counterSchema>;

const indexSchema = z
  .strictObject({
    /** Field names in order; a name followed by " desc" is descending. */
    fields: z
      .array(z.string().regex(/^[a-z][a-z0-9_]*( desc)?$/))
      .min(1)
      .readonly(),
    /**
     * Only rows that are so are in it, for lists that always ask for just them: the query must say the same. Absent:
     * all rows.
     */
    where: conditionSchema.optional(),
  })
  .readonly();

/**
 * Many rows of this entity belong to many of another: an entity that joins them is made, with both as its key.
 * Its columns are `<entity>_id` and `<to>_id`; of an entity linked to itself `<entity>_id` and `other_<entity>_id`.
 */
const linkSchema = z
  .strictObject({
    to: identifierSchema,
    /** The name of the join. Default: `<entity>_<to>`. */
    name: identifierSchema.optional(),
    /** Default: `<entity>_<table of to>`, or its name with an s where it has one of its own. */
    table: identifierSchema.optional(),
    /**
     * Rules of the join, in its own columns. Default: whoever may read both ends may read it. An entity made at
     * sign-up owns its links: users link themselves to what they may read, and alone see the link where both ends are
     * closed to some. Links of other entities are made and removed by nobody but the service role.
     */
    access: accessRulesSchema.optional(),
  })
  .readonly();
export type Link = z.infer<typeof linkSchema>;

/** An order in which lists are read page by page. */
const orderSchema = z
  .strictObject({
    /**
     * Field names, the most significant first, each followed by " desc" or none. The primary key is added
     * as the last of them, so that a page can start exactly behind the last row of the one before.
     */
    by: z
      .array(z.string().regex(/^[a-z][a-z0-9_]*( desc)?$/))
      .min(1)
      .readonly(),
    /** The reference or field by which lists are chosen first: the comments of one post. Null: one list of all rows. */
    within: identifierSchema.nullable().default(null),
  })
  .readonly();
export type Order = z.infer<typeof orderSchema>;

const searchLanguage = z.enum([
  "simple",
  "arabic",
  "danish",
  "dutch",
  "english",
  "finnish",
  "french",
  "german",
  "hungarian",
  "italian",
  "norwegian",
  "portuguese",
  "romanian",
  "russian",
  "spanish",
  "swedish",
  "turkish",
]);
export type SearchLanguage = z.infer<typeof searchLanguage>;

const searchFields = z.array(identifierSchema).min(1).max(8).readonly();

const searchSchema = z.union([
  searchFields,
  z
    .strictObject({
      fields: searchFields,
      /** Whose word forms are one word: `simple` takes every form for itself. */
      language: searchLanguage.default("simple"),
    })
    .readonly(),
]);

const partialUniqueSchema = z
  .strictObject({
    fields: z.array(identifierSchema).min(1).readonly(),
    /** Only rows whose field has a value, has none, or has this one are kept apart. */
    where: z.union([
      z.strictObject({ field: identifierSchema, present: z.boolean() }).readonly(),
      z
        .strictObject({
          field: identifierSchema,
          equals: z.union([z.string(), z.number(), z.boolean()]),
        })
        .readonly(),
    ]),
  })
  .readonly();
export type PartialUnique = z.infer<typeof partialUniqueSchema>;

/** The row is made by a trigger when a user signs up; `id` then is the user's id. */
const signUpSchema = z
  .strictObject({
    /**
     * Field -> where its value comes from: `metadata` names a key of the sign-up metadata,
     * taken when it satisfies the field's own checks (and uniqueness); otherwise `fallback`:
     * "handle" is `user_` and twelve hex digits of the id, "empty" the empty string.
     */
    fields: z.record(
      identifierSchema,
      z.strictObject({ metadata: z.string(), fallback: z.enum(["handle", "empty"]) }).readonly(),
    ),
  })
  .readonly();

/**
 * One kind of thing the app stores. Every entity gets `created_at` and `updated_at`;
 * one without `key` gets a uuid `id`.
 */
export const entitySchema = z
  .strictObject({
    /** Singular, snake case: `blog_post`. */
    name: identifierSchema,
    /** Plural, snake case: the table. */
    table: identifierSchema,
    title: z.string().min(1),
    description: z.string().default(""),
    fields: z.array(fieldSchema).readonly().default([]),
    references: z.array(referenceSchema).readonly().default([]),
    /** Columns of a composite primary key, for entities that join two others; null for a uuid `id`. */
    key: z.array(identifierSchema).min(2).readonly().nullable().default(null),
    /** The column that names the owning user: a reference field, or `id` of an entity made at sign-up. */
    owner: identifierSchema.nullable().default(null),
    signUp: signUpSchema.nullable().default(null),
    counters: z.array(counterSchema).readonly().default([]),
    indexes: z.array(indexSchema).readonly().default([]),
    links: z.array(linkSchema).readonly().optional(),
    /** Each gets its index; of an entity that is deleted softly, without the rows that were removed. */
    orders: z.array(orderSchema).readonly().optional(),
    /**
     * Text fields by whose words rows are found, the most significant first: four weights are told apart. Clients call
     * the function `search_<table>`, which finds what the select rule lets them read.
     */
    search: searchSchema.optional(),
    unique: z.array(z.array(identifierSchema).min(1).readonly()).readonly().default([]),
    /** Unique keys of some of the rows, such as one default address a user. */
    partialUnique: z.array(partialUniqueSchema).readonly().optional(),
    /** Pairs of columns that must differ, such as both ends of a follow. */
    distinct: z
      .array(z.tuple([identifierSchema, identifierSchema]).readonly())
      .readonly()
      .default([]),
    /** Columns that clients may never change after insertion, beside key, owner, counters and times. */
    immutable: z.array(identifierSchema).readonly().default([]),
    /**
     * Who may write a single column, by its name: one of the rules `owner`, `signed-in`, `nobody`, `role` and `when`,
     * or several by `anyOf` and `allOf`. For everybody else a new row must have the column's default, and a row that
     * is there must keep what it holds. The rule is asked of the row as it was; of a new row, as it is made. It adds
     * to the rules of the commands, and does not bind the service role.
     */
    guards: z.record(identifierSchema, accessRuleSchema).optional(),
    /**
     * Each row is a block: `by` names the user who made it, `whom` the other one. Wherever rows have an owner, the two
     * then neither see nor change rows of each other, and make no rows that point to them. One entity of an app
     * declares it; its own rows stay visible as their rules say. The service role is not bound.
     */
    blocks: z.strictObject({ by: identifierSchema, whom: identifierSchema }).readonly().optional(),
    /** Rows are there across blocks too: reports, messages of the app itself. Absent: they are not. */
    ignoresBlocks: z.boolean().optional(),
    /**
     * The owner removes a row by setting `deleted_at`, and brings it back by emptying it: nobody but the owner sees
     * it meanwhile, nor what is read through it, and unique keys forget it. The delete rule must be `owner`.
     */
    softDelete: z.boolean().optional(),
    /**
     * Rows say what happened and never change: the table is partitioned by the month of `created_at`, and nobody may
     * update or delete. The server makes the partitions of coming months by the function `prepare_<table>`.
     */
    events: z.boolean().optional(),
    /** Changes are sent to clients that subscribe to them and may read the row. Absent: they are not. */
    realtime: z.boolean().optional(),
    /**
     * Every insert, update and delete of its rows is recorded in the table `private.audit_log`, whoever makes it: when,
     * the row's key, the user and the role, and of updates the old values of what changed. Absent: nothing is.
     */
    audited: z.boolean().optional(),
    /** Columns whose values the record leaves out, such as secrets. */
    unaudited: z.array(identifierSchema).min(1).readonly().optional(),
    access: accessRulesSchema,
  })
  .readonly();
export type Entity = z.infer<typeof entitySchema>;

/** A storage bucket whose objects live in a folder named after the owning user's id. */
export const bucketSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{1,47}$/),
    /** Public objects are readable by everyone who knows the path. */
    public: z.boolean(),
    maxBytes: z.number().int().positive(),
    mimeTypes: z.array(z.string()).min(1).readonly(),
  })
  .readonly();
export type Bucket = z.infer<typeof bucketSchema>;
