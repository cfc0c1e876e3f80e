import type { Diagnostic } from "../core/diagnostic.ts";
import type { Strategy } from "../repair/loop/strategy.ts";

/** Pages by models in an app: feature id -> path -> text. */
export type PagesByFeature = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface PageNews {
  readonly pages: PagesByFeature;
  /** What was refused, and what nobody wrote: warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The pages of an app's designed features that models write while it is being built. */
export interface ModelPages {
  /** In build order, with the phase that adds each. */
  readonly features: readonly { readonly id: string; readonly phase: number }[];
  /**
   * Waits for what models make of the pages of these features.
   * @throws NoProviderError unless the run may go on without models, BudgetReachedError, InterruptedError.
   */
  written(features: readonly string[]): Promise<PageNews>;
  /**
   * One question for each of these features, which is told what the gates found in it; about those that others build
   * on first. Throws like `written`.
   */
  repaired(faulty: readonly FaultyPages[], now: PagesByFeature): Promise<RepairNews>;
  /** The ways to ask that lead to different models, in the order in which they are tried. */
  readonly strategies: readonly Strategy[];
  /** Whether the run goes on without models. */
  isSilent(): boolean;
  /** What is wrong with pages of a feature by their text alone; empty: they may go to the gates. */
  check(feature: string, pages: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]>;
  /** Ends calls whose answers nobody will use. */
  stop(): void;
}

export interface FaultyPages {
  readonly feature: string;
  readonly pages: ReadonlyMap<string, string>;
  readonly findings: readonly Diagnostic[];
  readonly strategy: Strategy;
  /** What became of earlier tries that did not help, a line each. */
  readonly earlier: readonly string[];
}

export interface RepairNews extends PageNews {
  /** Ids of features that nobody answered for. */
  readonly unanswered: ReadonlySet<string>;
  /** Feature id -> why its answer was refused, as a whole or in part. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Replies, and what they cost in dollars when they were bought; null when a price is not known. */
  readonly calls: number;
  readonly usd: number | null;
}
