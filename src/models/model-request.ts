import type { ModelCall, ModelReply } from "./model-call.ts";
import type { Cost } from "./price-table.ts";

/** How much a task asks of a model. Settings say which models that are. */
export type ModelTier = "fast" | "standard" | "strong";

/**
 * Whom to ask when an answer did not help. `stronger`: the models of the strongest tier; `other-provider`: those of
 * them first that are not at the provider which is usually asked first.
 */
export type ModelChoice = "own" | "stronger" | "other-provider";

/** A part of a prompt that may be left out, as far as the task can be done without it. */
export interface Shortening {
  /** Whole text of the part, as it stands once in the instructions or messages. */
  readonly from: string;
  readonly to: string;
  /** What is left out, for people: "conventions: its last 40 lines". */
  readonly leftOut: string;
}

export interface ModelRequest extends Omit<ModelCall, "model"> {
  /** What the call is for, in reports: "understand-request". */
  readonly task: string;
  /** Id of the feature that it is for, in reports. Default: none. */
  readonly feature?: string;
  /** Of the task's prompt; part of what makes two requests the same. */
  readonly promptVersion: string;
  readonly tier: ModelTier;
  /** Default: "own", as the tier and the settings say. */
  readonly models?: ModelChoice;
  /** How the prompt gets shorter when it does not fit; applied together, once. Default: it cannot. */
  readonly shortenings?: readonly Shortening[];
  readonly signal: AbortSignal;
  /**
   * Whether the caller can have the rest written behind this text when the connection breaks or goes silent. What
   * had arrived is then the reply, cut like one that a token limit cut. Default: never, the call is tried again.
   */
  readonly canGoOnFrom?: (text: string) => boolean;
}

export interface ModelAnswer {
  readonly reply: ModelReply;
  readonly provider: string;
  readonly model: string;
  /** Of the reply itself; nothing when it came from the ledger. */
  readonly cost: Cost;
  readonly isFromLedger: boolean;
}
