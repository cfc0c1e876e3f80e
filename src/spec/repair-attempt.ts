/** What became of one attempt to repair, measured against the best version before it. */
export type RepairVerdict = "better" | "same" | "worse" | "refused" | "unanswered";

/** One attempt to repair what is wrong with some files. Holds no times: the same build leaves the same bytes. */
export interface RepairAttempt {
  /** Rounds of model repair that had begun; 0 before the first one. */
  readonly round: number;
  readonly maxRounds: number;
  readonly by: "fixers" | "model";
  /** How models were asked, by feature where it differs: "edits", "files"; null for fixers. */
  readonly strategy: string | null;
  /** Ids of the features whose files it is about. */
  readonly features: readonly string[];
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  /**
   * `refused`: nothing of the answers could be taken, because it broke rules; `unanswered`: nobody answered.
   */
  readonly verdict: RepairVerdict;
  /** Replies of models. */
  readonly calls: number;
  /** Dollars that they cost when they were bought; null when a price is not known. */
  readonly usd: number | null;
}
