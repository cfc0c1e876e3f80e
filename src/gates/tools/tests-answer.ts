import { z } from "zod";

const failureSchema = z.object({
  /** Suites and test, joined by " > "; null when the file itself failed. */
  name: z.string().nullable(),
  message: z.string(),
  /** Absolute path. */
  file: z.string().nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
});

/** What the test tool answers: how many tests ended in which way, and what failed. */
export const testsAnswerSchema = z.object({
  files: z.number(),
  passed: z.number(),
  skipped: z.number(),
  failures: z.array(failureSchema),
});

export type TestFailure = z.infer<typeof failureSchema>;
export type TestsAnswer = z.infer<typeof testsAnswerSchema>;
