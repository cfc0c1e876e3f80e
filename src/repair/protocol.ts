import { z } from "zod";

/** What we read of the answers of a language server; the rest of each is left alone. */
const positionSchema = z.object({ line: z.number(), character: z.number() });

const rangeSchema = z.object({ start: positionSchema, end: positionSchema });

export const reportSchema = z.object({
  items: z
    .array(
      z.object({
        range: rangeSchema,
        /** 1 error, 2 warning, 3 information, 4 hint. */
        severity: z.number().default(1),
        code: z.union([z.number(), z.string()]).default(""),
        message: z.string(),
      }),
    )
    .default([]),
});

const textEditSchema = z.object({ range: rangeSchema, newText: z.string() });

export const actionsSchema = z
  .array(
    z.object({
      title: z.string(),
      edit: z.object({ changes: z.record(z.string(), z.array(textEditSchema)) }).optional(),
    }),
  )
  .nullable();

export const hoverSchema = z
  .object({ contents: z.union([z.string(), z.object({ value: z.string() })]) })
  .nullable();

const labels = z.array(z.object({ label: z.string(), kind: z.number().optional() }));

export const completionSchema = z.union([labels, z.object({ items: labels })]).nullable();

export type ProtocolEdit = z.infer<typeof textEditSchema>;
