import { z } from "zod";
import { idSchema } from "./blueprint.ts";

/** What the request asks for, as we understood it. Every wanted feature says why it is wanted. */
export const briefSchema = z
  .object({
    request: z.string(),
    /** For people: "Clipzy". Letters, digits, spaces and plain punctuation only: it is written into markup and code. */
    appName: z.string().regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,38}[\p{L}\p{N}.])?$/u, {
      error:
        "must start with a letter or digit and have at most 40 letters, digits, spaces, dots, dashes or underscores",
    }),
    /** For folders and packages: lower kebab case. */
    slug: idSchema,
    features: z.array(z.object({ id: idSchema, evidence: z.string() }).readonly()).readonly(),
    excluded: z.array(z.object({ id: idSchema, evidence: z.string() }).readonly()).readonly(),
    /** Values for blueprint parameters: feature -> parameter -> value. */
    parameters: z.record(idSchema, z.record(z.string(), z.union([z.number().int(), z.string()]))),
    assumptions: z.array(z.string()).readonly(),
    /** What the request wants and no feature of the catalog does. Only a model finds these. */
    wishes: z
      .array(z.object({ title: z.string(), summary: z.string(), evidence: z.string() }).readonly())
      .readonly()
      .optional(),
    /** What the request says about colours and style, in its words. */
    look: z.string().optional(),
    /** What the request leaves open: what was assumed, or what somebody answered. */
    questions: z
      .array(
        z
          .object({ question: z.string(), assumed: z.string(), answer: z.string().nullable() })
          .readonly(),
      )
      .readonly()
      .optional(),
    /** Words of the request that no feature, archetype or limit explains. */
    notUnderstood: z.array(z.string()).readonly(),
  })
  .readonly();
export type Brief = z.infer<typeof briefSchema>;
