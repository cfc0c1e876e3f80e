import type { ModelChoice } from "../../models/model-request.ts";

export const strategyNames = ["edits", "files", "stronger-model", "other-provider"] as const;
export type StrategyName = (typeof strategyNames)[number];

/** A way to ask a model for a repair. */
export interface Strategy {
  readonly name: StrategyName;
  /** Small search and replace edits, or whole files. */
  readonly answer: "edits" | "files";
  /** Whom to ask. */
  readonly models: ModelChoice;
}

/** All ways, in the order in which they are tried: what costs least comes first. */
export const strategies: readonly Strategy[] = [
  { name: "edits", answer: "edits", models: "own" },
  { name: "files", answer: "files", models: "own" },
  { name: "stronger-model", answer: "files", models: "stronger" },
  { name: "other-provider", answer: "files", models: "other-provider" },
];
