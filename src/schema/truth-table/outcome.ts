import type { Truth } from "./formula.ts";

/** One way in which some leaves come out together. */
export interface Outcome {
  readonly truths: ReadonlyMap<string, Truth>;
  /** Rows of other tables by which they do, for people. */
  readonly rows: readonly string[];
}
