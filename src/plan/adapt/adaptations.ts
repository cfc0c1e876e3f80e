import { z } from "zod";
import { idSchema } from "../../spec/blueprint.ts";

/** What a model may write into texts that people read: one line, without control characters. */
const lineOf = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, { error: "must be one line without control characters" });

const settingSchema = z
  .strictObject({
    feature: idSchema,
    parameter: lineOf(60),
    value: z.union([z.number().int(), lineOf(40)]),
    evidence: lineOf(300),
  })
  .readonly();
/** A value that a wish gives to a parameter. */
export type Setting = z.infer<typeof settingSchema>;

const unmetSchema = z
  .strictObject({
    wish: lineOf(200),
    /** What the app has instead, for the person who wished. */
    reason: lineOf(300),
    evidence: lineOf(300),
  })
  .readonly();
/** A wish that no parameter satisfies. */
export type Unmet = z.infer<typeof unmetSchema>;

/** What a model answers about wishes that concern features which exist. */
export const adaptationsSchema = z
  .strictObject({
    values: z.array(settingSchema).max(40).readonly(),
    unmet: z.array(unmetSchema).max(12).readonly(),
  })
  .readonly();
export type Adaptations = z.infer<typeof adaptationsSchema>;
