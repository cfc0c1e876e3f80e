import { z } from "zod";
import { acceptanceCheckSchema } from "./acceptance.ts";
import { bucketSchema, entitySchema } from "./entity.ts";

/** Lower kebab case: feature ids, archetype ids, slot names' parts. */
export const idSchema = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
  error: "must be lower kebab case, for example user-accounts",
});

const slotNameSchema = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, {
  error: "must be <place>.<part> in lower kebab case, for example page-header.actions",
});

/** A path inside the app: relative, forward slashes, no dot segments. */
export const appPathSchema = z
  .string()
  .min(1)
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\\0]+$/, {
    error: "must be a path inside the app: relative, forward slashes, no . or .. parts",
  });

/**
 * A number or text of the blueprint that an app may choose. `constant` names the
 * exported constant whose literal the composer replaces in the feature's files;
 * `${id}` anywhere in the blueprint stands for the value.
 */
const integerParameter = z.strictObject({
  kind: z.literal("integer"),
  title: z.string().min(1),
  default: z.number().int(),
  min: z.number().int(),
  max: z.number().int(),
  constant: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .nullable()
    .default(null),
});

/**
 * A noun by which the app calls one of its things. `canonical` is the word in the templates;
 * it is renamed in all its forms (comment, Comments, COMMENT, comment_id) in the files of this
 * feature and of those that require it.
 */
const nounParameter = z.strictObject({
  kind: z.literal("noun"),
  title: z.string().min(1),
  canonical: z.string().regex(/^[a-z]+$/),
  default: z.string().regex(/^[a-z]+$/),
});

const wordsSchema = z.array(z.string().min(1)).readonly().default([]);

/** One of the values that a choice may have. */
const choiceValueSchema = z
  .strictObject({
    /** What it means, for people and models. */
    about: z.string().min(1).nullable().default(null),
    /** Words and phrases by which people ask for it; matched on word stems. */
    words: wordsSchema,
    /** Words that suggest it when the request does not name a value of this parameter. */
    hints: wordsSchema,
    /** The value of a request that rules this one out. Default: the parameter's default. */
    instead: idSchema.nullable().default(null),
    /** Files of the feature that an app with this value does not have. */
    without: z.array(appPathSchema).readonly().default([]),
    /** Name -> text, such as a colour. In the feature's files those of the default value stand, and are replaced. */
    literals: z
      .record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), z.string().regex(/^[\w#.%-]{4,40}$/))
      .default({}),
  })
  .readonly();

/**
 * One of several named values. `@if value <parameter> <value>...` keeps lines of the feature's files, and the literals of
 * the default value are replaced by those of the chosen one.
 */
const choiceParameter = z.strictObject({
  kind: z.literal("choice"),
  title: z.string().min(1),
  default: idSchema,
  /** Words that belong to a value's words when they stand beside them: "theme" in "dark theme". */
  beside: wordsSchema,
  values: z.record(idSchema, choiceValueSchema),
});

export const parameterSchema = z
  .discriminatedUnion("kind", [integerParameter, nounParameter, choiceParameter])
  .readonly();
export type Parameter = z.infer<typeof parameterSchema>;

const routeSchema = z
  .strictObject({
    /** As react-router writes it, absolute: `/u/:username`. */
    path: z.string().regex(/^\/[^\s]*$/),
    file: appPathSchema,
    component: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
    /** The list slot that takes the route. Default: `app.routes`. */
    slot: slotNameSchema.default("app.routes"),
    /** A path to visit in the smoke test when `path` has parameters. `null` leaves out routes that need data of their own. */
    example: z
      .string()
      .regex(/^\/[^\s]*$/)
      .nullable()
      .default(null),
  })
  .readonly();
export type Route = z.infer<typeof routeSchema>;

const navigationSchema = z
  .strictObject({
    to: z.string().regex(/^\//),
    label: z.string().min(1),
    /** The name of a lucide-react icon: `House`. */
    icon: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
    /** Smaller comes first; ties are broken by feature id. */
    order: z.number().int(),
  })
  .readonly();

/**
 * A place in one of this feature's files that other features may fill.
 * - `jsx`: `{/* @slot name *\/}` in JSX; a contribution is a component, rendered with `props`.
 * - `list`: `// @slot name` inside an array; a contribution is a value, `value,`.
 * - `call`: `// @slot name` among statements; a contribution is a function, `await run(...props);`.
 */
const slotSchema = z
  .strictObject({
    name: slotNameSchema,
    file: appPathSchema,
    kind: z.enum(["jsx", "list", "call"]),
    /** Names in scope at the marker, handed to every contribution. */
    props: z
      .array(z.string().regex(/^[a-z][A-Za-z0-9]*$/))
      .readonly()
      .default([]),
  })
  .readonly();
export type Slot = z.infer<typeof slotSchema>;

const contributionSchema = z
  .strictObject({
    slot: slotNameSchema,
    /** The exported name to import. */
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/),
    /** The file that exports it, one of this feature's files. */
    file: appPathSchema,
    /** Smaller comes first; ties are broken by feature id, then name. Default: 50. */
    order: z.number().int().default(50),
  })
  .readonly();
export type Contribution = z.infer<typeof contributionSchema>;

/** Parts of a feature that exist only when other features are in the app too, so that leaving those out leaves no trace. */
const joinSchema = z
  .strictObject({
    /** All of these must be in the app. */
    with: z.array(idSchema).min(1).readonly(),
    files: z.array(appPathSchema).readonly().default([]),
    contributes: z.array(contributionSchema).readonly().default([]),
  })
  .readonly();

/** Everything we know of one feature. Written by hand in the catalog; later also by a model. */
export const blueprintSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: idSchema,
    title: z.string().min(1),
    summary: z.string().min(1),
    /** Words and phrases by which people ask for it; matched on word stems. */
    aliases: z.array(z.string().min(1)).readonly().default([]),
    /** A base feature is part of every app and is never named by a request. */
    base: z.boolean().default(false),
    parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema).default({}),
    /** Features that must exist for this one to work. */
    requires: z.array(idSchema).readonly().default([]),
    /** Features that come earlier when both are present; an order, not a need. */
    runsAfter: z.array(idSchema).readonly().default([]),
    entities: z.array(entitySchema).readonly().default([]),
    storage: z.array(bucketSchema).readonly().default([]),
    routes: z.array(routeSchema).readonly().default([]),
    navigation: z.array(navigationSchema).readonly().default([]),
    slots: z.array(slotSchema).readonly().default([]),
    contributes: z.array(contributionSchema).readonly().default([]),
    /** Paths in the app. Each exists below the feature's `files/` folder. */
    files: z.array(appPathSchema).min(1).readonly(),
    joins: z.array(joinSchema).readonly().default([]),
    /** What a person can see working, one sentence each, and by what it is proven. */
    acceptance: z.array(acceptanceCheckSchema).readonly().default([]),
  })
  .readonly();
export type Blueprint = z.infer<typeof blueprintSchema>;

/** What people call a whole kind of app, and the features it stands for. */
export const archetypeSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().min(1),
    /** Names and phrases by which people ask for it; matched on word stems. */
    aliases: z.array(z.string().min(1)).min(1).readonly(),
    /** The default name of the app that is built. */
    appName: z.string().min(1),
    features: z.array(idSchema).min(1).readonly(),
    parameters: z
      .record(idSchema, z.record(z.string(), z.union([z.number().int(), z.string()])))
      .default({}),
  })
  .readonly();
export type Archetype = z.infer<typeof archetypeSchema>;

export const archetypesFileSchema = z
  .strictObject({ $schema: z.string().optional(), archetypes: z.array(archetypeSchema).readonly() })
  .readonly();
