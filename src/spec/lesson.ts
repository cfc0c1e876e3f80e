import { z } from "zod";

/** A kind of error and a way to mend it, in words that say nothing about the project. */
export interface Trial {
  /** `TS2322`, or the name of a rule: `react/missing-key`. */
  readonly code: string;
  /** As the compiler, the rule or the gate says it. It is never stored like that: see `learning/signature.ts`. */
  readonly message: string;
  /** Who mended: the name of a fixer, or `model`. */
  readonly actor: string;
  /** Which of its ways: the shape of an edit, or how a model was asked. */
  readonly variant: string;
}

/** What came of a trial. */
export interface TrialOutcome extends Trial {
  readonly isWon: boolean;
}

/**
 * How a way to mend something is treated: as one that wins, as one of which nothing is sure, judged alone because it
 * often loses, or dropped: alone, after all others.
 */
export type Standing = "first" | "usual" | "alone" | "last";

const countSchema = z.int().nonnegative();

const recordSchema = z.strictObject({
  actor: z.string().min(1).max(80),
  variant: z.string().max(80),
  /** All that there ever were. */
  wins: countSchema,
  losses: countSchema,
  /** Results of late, at most 8 together: older ones fade in proportion. */
  recentWins: z.number().nonnegative(),
  recentLosses: z.number().nonnegative(),
});

/** How often one way to mend one kind of error has won and lost. */
export type LessonRecord = z.infer<typeof recordSchema>;

/** What was learned about one kind of error. A file of the user's data folder, made to be read by people. */
export const lessonSchema = z.strictObject({
  version: z.literal(1),
  /** Of the code and the message: 12 hexadecimal digits. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  code: z.string().min(1).max(80),
  /** Plain words of compilers; `_` stands for everything that belongs to a project. */
  message: z.string().max(240),
  /** A message as it was, when the user allows that. */
  example: z.string().max(1000).nullable(),
  records: z.array(recordSchema).max(40),
});

export type Lesson = z.infer<typeof lessonSchema>;
