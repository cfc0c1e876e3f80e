import type { Severity } from "../../core/diagnostic.ts";
import type { DatabaseFacts, FunctionFacts } from "../../spec/database-facts.ts";
import type { BodyReading } from "./read-bodies.ts";
import type { ExpressionReading } from "./read-expressions.ts";

/** One place that has what the lint looks for. */
export interface LintHit {
  /** What to find in the SQL, most specific first: `policy public.notes.own`, `table public.notes`. */
  readonly objects: readonly string[];
  /** How people call it. */
  readonly name: string;
  /** What is wrong here, as one sentence. */
  readonly message: string;
}

export interface LintSubject {
  readonly facts: DatabaseFacts;
  /** What the expression of a policy says. */
  readonly read: (expression: string) => ExpressionReading;
  /** What the body of a function does. */
  readonly readBody: (found: FunctionFacts) => BodyReading;
}

/** A property of databases that is wrong wherever it occurs. */
export interface Lint {
  /** Stable; begins with "lint/". */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Why it matters, for people who never heard of it. */
  readonly explanation: string;
  /** What to do, as one sentence. */
  readonly remedy: string;
  readonly find: (subject: LintSubject) => readonly LintHit[];
}
