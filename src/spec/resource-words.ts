import { z } from "zod";
import { idSchema } from "./blueprint.ts";
import { bucketSchema } from "./entity.ts";
import { fieldSchema, identifierSchema } from "./field.ts";

/** Lower-case words with single blanks or dashes between them: `to do list`. */
const phraseSchema = z.string().regex(/^[\p{Ll}\d]+(?:[ -][\p{Ll}\d]+)*$/u, {
  error: "must be lower-case words with single blanks between them",
});
/** Phrases in a list, or in one text with commas between them. */
const phrases = z
  .union([
    z.array(phraseSchema),
    z
      .string()
      .transform((text) => text.split(/,\s*/))
      .pipe(z.array(phraseSchema)),
  ])
  .readonly();
const somePhrases = phrases.refine((list) => list.length > 0, { error: "must name at least one" });
const nounSchema = phraseSchema;

const verbSchema = z
  .strictObject({
    /** All forms that open a list: `track, tracks, tracking`. */
    words: somePhrases,
    /** The second half of the name of an app for it: `Tracker`. */
    app: z.string().min(1).max(20),
  })
  .readonly();

const holderSchema = z
  .strictObject({
    words: somePhrases,
    app: z.string().min(1).max(20),
    /** The kind of nouns before it whose own is not known. Default: that of all unknown nouns. */
    kind: idSchema.nullable().default(null),
    /** What is stored where no noun is named. */
    alone: nounSchema.nullable().default(null),
    /** Everybody may read what it holds. */
    public: z.boolean().default(false),
    /** Only nouns of a kind that is known are stored. */
    knownOnly: z.boolean().default(false),
  })
  .readonly();
export type Holder = z.infer<typeof holderSchema>;

const kindSchema = z
  .strictObject({
    id: idSchema,
    /** Nouns of this kind, singular. */
    words: phrases.default([]),
    /** Ends of nouns that are of this kind when no words say otherwise. */
    endings: z
      .array(z.string().regex(/^[a-z]+$/))
      .readonly()
      .default([]),
    /** Nouns among the words that have no plural: of `weight`, what is stored is a `weight entry`. */
    uncountable: phrases.default([]),
    /** What is put behind a noun that has no plural. */
    entry: nounSchema.default("entry"),
    /** Ids of the kinds to whose things it belongs when it is named after one of them. */
    partOf: z.array(idSchema).readonly().default([]),
    /** The field that holds the path of a picture. */
    picture: identifierSchema.nullable().default(null),
    /** Text fields by whose words rows are found. */
    search: z.array(identifierSchema).max(8).readonly().default([]),
    fields: z.array(fieldSchema).min(1).readonly(),
  })
  .readonly();
export type ResourceKind = z.infer<typeof kindSchema>;

const attributeSchema = z
  .strictObject({
    words: somePhrases,
    /** Absent: every kind has it in its own way. */
    field: fieldSchema.nullable().default(null),
    /** Fields beside which it would say the same twice. */
    unless: z.array(identifierSchema).readonly().default([]),
  })
  .readonly();

/** What is known of nouns that people want to store and no feature is about: `templates/resources.yaml`. */
export const resourceWordsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    verbs: z.array(verbSchema).min(1).readonly(),
    /** Verbs that store something only where the request has said before what it stores. */
    laterVerbs: phrases.default([]),
    holders: z.array(holderSchema).readonly(),
    /** Phrases that mean one noun. */
    phrases: z
      .array(z.strictObject({ words: somePhrases, noun: nounSchema }).readonly())
      .readonly()
      .default([]),
    modifiers: phrases.default([]),
    /** What only measures the noun behind "of". */
    wrappers: phrases.default([]),
    /** Nouns that are never stored. */
    never: phrases.default([]),
    /** Who takes part, behind "with" and "for". */
    company: phrases.default([]),
    access: z.strictObject({ public: phrases, private: phrases }).readonly(),
    /** A request that shows what can be stored. */
    example: z.string().min(1),
    /** Plural -> singular, where no rule says it. */
    plurals: z.record(phraseSchema, nounSchema),
    attributes: z.array(attributeSchema).readonly().default([]),
    /** What a stored picture may be. */
    pictures: bucketSchema.unwrap().pick({ maxBytes: true, mimeTypes: true }).readonly(),
    /** The kind of nouns that nothing else explains. */
    default: idSchema,
    kinds: z.array(kindSchema).min(1).readonly(),
  })
  .readonly();
export type ResourceWords = z.infer<typeof resourceWordsSchema>;
