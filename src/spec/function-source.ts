import { z } from "zod";

/** A function of a project as its database holds it, with what its body may refer to. */
export const functionSourceSchema = z
  .object({
    schema: z.string(),
    name: z.string(),
    language: z.string(),
    /** Empty where Postgres keeps a parsed body. */
    body: z.string(),
    /** The schemas in which it looks for names, as `set search_path` has them; null: those of its caller. */
    searchPath: z.string().nullable(),
    /** In their order; without a name: the empty text. */
    arguments: z.array(z.object({ name: z.string(), type: z.string() }).readonly()).readonly(),
    /** Types of the arguments that a caller gives. */
    inputs: z.array(z.string()).readonly(),
    /** Roles of the API that may call it. */
    callers: z.array(z.string()).readonly(),
    isTrigger: z.boolean(),
    /** Tables, quoted, with schema, whose triggers run it, with the definitions. */
    triggers: z
      .array(z.object({ table: z.string(), name: z.string(), definition: z.string() }).readonly())
      .readonly(),
  })
  .readonly();
export type FunctionSource = z.infer<typeof functionSourceSchema>;
