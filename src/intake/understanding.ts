import { z } from "zod";
import { idSchema } from "../spec/blueprint.ts";
import type { Brief } from "../spec/brief.ts";

/** What a model may write into texts that people read: one line, without control characters. */
const lineOf = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, { error: "must be one line without control characters" });

const evidenceSchema = lineOf(300);
const named = z.strictObject({ id: idSchema, evidence: evidenceSchema }).readonly();

const wishSchema = z
  .strictObject({ title: lineOf(60), summary: lineOf(400), evidence: evidenceSchema })
  .readonly();
/** What a request wants and no feature of the catalog does. */
export type Wish = z.infer<typeof wishSchema>;

const questionSchema = z
  .strictObject({
    question: lineOf(200),
    /** What is built when nobody answers. */
    assumed: lineOf(200),
  })
  .readonly();

/** What a model answers about a request. */
export const understandingAnswerSchema = z
  .strictObject({
    appName: lineOf(40),
    features: z.array(named).max(60).readonly(),
    excluded: z.array(named).max(60).readonly(),
    limits: z
      .array(
        z
          .strictObject({
            feature: idSchema,
            parameter: lineOf(60),
            value: z.union([z.number().int(), lineOf(40)]),
            evidence: evidenceSchema,
          })
          .readonly(),
      )
      .max(40)
      .readonly(),
    wishes: z.array(wishSchema).max(12).readonly(),
    look: z
      .strictObject({ wish: lineOf(200), evidence: evidenceSchema })
      .readonly()
      .nullable(),
    changes: z
      .array(z.strictObject({ wish: lineOf(200), evidence: evidenceSchema }).readonly())
      .max(12)
      .readonly(),
    questions: z.array(questionSchema).max(5).readonly(),
    notUnderstood: z.array(lineOf(60)).max(40).readonly(),
  })
  .readonly();
export type UnderstandingAnswer = z.infer<typeof understandingAnswerSchema>;

/** A request, understood with the help of a model. */
export interface Understanding {
  readonly brief: Brief;
  readonly wishes: readonly Wish[];
  /** What the request says about colours and style, or null. */
  readonly look: string | null;
  /** How features of the catalog shall differ, where no limit says it. */
  readonly changes: readonly string[];
  /** At most 5; each says what is built without an answer. */
  readonly questions: readonly z.infer<typeof questionSchema>[];
}
