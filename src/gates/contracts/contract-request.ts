import { z } from "zod";

const valuesSchema = z.record(z.string(), z.json()).readonly();
/** The id of somebody who signed up, or null for a visitor. */
const asSchema = z.string().nullable();
const onTable = { as: asSchema, table: z.string() };
const onFile = { as: asSchema, bucket: z.string(), path: z.string() };

/** One thing that is asked of the app's backend, through supabase-js or, by `server`, of its database. */
const contractRequestSchema = z.discriminatedUnion("kind", [
  /** A `key` of null lists all that can be read. */
  z.object({ kind: z.literal("select"), ...onTable, key: valuesSchema.nullable() }),
  /** `returning`: whether what was made is asked for too, which takes the right to read it. */
  z.object({
    kind: z.literal("insert"),
    ...onTable,
    values: valuesSchema,
    returning: z.boolean(),
  }),
  z.object({ kind: z.literal("update"), ...onTable, key: valuesSchema, values: valuesSchema }),
  z.object({ kind: z.literal("delete"), ...onTable, key: valuesSchema }),
  z.object({ kind: z.literal("server"), sql: z.string() }),
  z.object({ kind: z.literal("upload"), ...onFile, bytes: z.number(), type: z.string() }),
  z.object({ kind: z.literal("download"), ...onFile }),
  /** Asks for the file by its public address, without a session. */
  z.object({ kind: z.literal("open"), bucket: z.string(), path: z.string() }),
  z.object({ kind: z.literal("remove"), ...onFile }),
]);
export type ContractRequest = z.infer<typeof contractRequestSchema>;
export type JsonValues = z.infer<typeof valuesSchema>;
export type JsonValue = JsonValues[string];

export const contractQuestionSchema = z.object({
  /** Who signs up, with an id that stands for theirs in all requests and answers. */
  people: z.array(z.object({ id: z.string(), metadata: valuesSchema })).readonly(),
  requests: z.array(contractRequestSchema).readonly(),
});
export type ContractQuestion = z.infer<typeof contractQuestionSchema>;

const replySchema = z.object({
  /** SQLSTATE, the code of REST or storage, or null for what went well. */
  code: z.string().nullable(),
  message: z.string(),
  /** What came back: rows, or one for a file. */
  rows: z.array(valuesSchema),
});
export type ContractReply = z.infer<typeof replySchema>;

/** `failed`: the backend did not start, or refused somebody who signed up. */
export const contractAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answered"), replies: z.array(replySchema) }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
export type ContractAnswer = z.infer<typeof contractAnswerSchema>;
