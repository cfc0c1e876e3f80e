import { z } from "zod";

const texts = z.array(z.string().min(1)).min(1).readonly();

/** What sample rows are made of: words by the names of fields, and the people of a new local database. */
export const sampleWordsSchema = z
  .strictObject({
    /** Usernames, the one that most rows belong to first. */
    people: texts,
    /** Texts by field, of entities whose name is known or ends in a known word. */
    nouns: z.record(z.string(), z.record(z.string(), texts)),
    /** Texts by field, whatever the entity. */
    texts: z.record(z.string(), texts),
    numbers: z.record(z.string(), z.array(z.number()).min(1).readonly()),
    /** Fields that name a row: such texts are made of a kind and the entity's title. */
    names: texts,
    /** Put before a noun nobody listed texts for. */
    kinds: texts,
    /** Longer texts that go with anything. */
    notes: texts,
    formats: z.strictObject({ email: texts, url: texts, slug: texts, currency: texts }).readonly(),
    /** Words in the names of times that lie ahead. */
    ahead: texts,
    /** Small pictures, PNG in base64. */
    pictures: texts,
  })
  .readonly();
export type SampleWords = z.infer<typeof sampleWordsSchema>;
