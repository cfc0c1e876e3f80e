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

const ranFileSchema = z.object({
  /** Absolute path. */
  file: z.string(),
  passed: z.number(),
  skipped: z.number(),
  /** Whether the file and all of its tests are sound. */
  isSound: z.boolean(),
});

/** Name of a failure that belongs to no test: of code that went on after its test had ended. */
export const strayError = "unhandled error";

/** What the test tool is asked beside the app: files that need not run, as absolute paths. */
export const testsQuestionSchema = z.object({ known: z.array(z.string()) });

/** What the test tool answers: which files there are, how those that ran ended, and what failed. */
export const testsAnswerSchema = z.object({
  /** All test files, absolute paths. */
  all: z.array(z.string()),
  ran: z.array(ranFileSchema),
  failures: z.array(failureSchema),
});

export type TestFailure = z.infer<typeof failureSchema>;
export type TestsAnswer = z.infer<typeof testsAnswerSchema>;
