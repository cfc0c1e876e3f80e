import { z } from "zod";

/** What the build tool answers: the files of the production build, or what was wrong. */
export const buildAnswerSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("built"),
    files: z.array(z.object({ path: z.string(), bytes: z.number() })),
    warnings: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("failed"),
    errors: z.array(
      z.object({
        message: z.string(),
        file: z.string().nullable(),
        line: z.number().nullable(),
        column: z.number().nullable(),
      }),
    ),
  }),
]);

export type BuildAnswer = z.infer<typeof buildAnswerSchema>;
