import { z } from "zod";

const stepSchema = z.object({
  title: z.string(),
  passed: z.boolean(),
  /** Why it did not pass. */
  message: z.string(),
  /** Where, with absolute paths. */
  stack: z.string(),
});

/** What the journey answers: its steps in order, as far as it came, and what stood in the way of the first. */
export const flowsAnswerSchema = z.object({
  steps: z.array(stepSchema),
  /** Set when the journey broke outside of a step. */
  broken: z.object({ message: z.string(), stack: z.string() }).nullable(),
});
export type FlowsAnswer = z.infer<typeof flowsAnswerSchema>;

/** Names what a journey is made of that starts now; null where that is not known. */
export const flowsQuestionSchema = z.object({ stamp: z.string().nullable() });
