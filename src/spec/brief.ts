import { z } from "zod";
import { idSchema } from "./blueprint.ts";

/** What the request asks for, as we understood it. Every wanted feature says why it is wanted. */
export const briefSchema = z
  .object({
    request: z.string(),
    /** For people: "Clipzy". */
    appName: z.string(),
    /** For folders and packages: lower kebab case. */
    slug: idSchema,
    features: z
      .array(z.object({ id: idSchema, evidence: z.string() }).readonly())
      .readonly(),
    excluded: z.array(z.object({ id: idSchema, evidence: z.string() }).readonly()).readonly(),
    /** Values for blueprint parameters: feature -> parameter -> value. */
    parameters: z.record(
      idSchema,
      z.record(z.string(), z.union([z.number().int(), z.string()])),
    ),
    assumptions: z.array(z.string()).readonly(),
    /** Words of the request that no feature, archetype or limit explains. */
    notUnderstood: z.array(z.string()).readonly(),
  })
  .readonly();
export type Brief = z.infer<typeof briefSchema>;
