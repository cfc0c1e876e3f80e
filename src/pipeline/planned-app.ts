import type { Catalog } from "../catalog/catalog.ts";
import type { Brief } from "../spec/brief.ts";
import type { Plan } from "../spec/plan.ts";
import type { ModelRun } from "./model-run.ts";

/** `off`: a model designs and writes everything but what every app has and what makes accounts. */
export const catalogModes = ["auto", "off"] as const;
type CatalogMode = (typeof catalogModes)[number];

type Question = Pick<NonNullable<Brief["questions"]>[number], "question" | "assumed">;

/** Asks a person all questions at once. An answer that is null or empty takes what is assumed. */
export type AskPerson = (questions: readonly Question[]) => Promise<readonly (string | null)[]>;

export interface PlanAppOptions {
  readonly catalog: Catalog;
  /** Null: offline, nobody is asked. */
  readonly models: ModelRun | null;
  readonly catalogMode: CatalogMode;
  readonly signal: AbortSignal;
  /** Null when there is nobody to ask. */
  readonly askPerson: AskPerson | null;
  /**
   * Absolute path of the app's folder by its slug. What was answered there, and the replies that it holds, are used
   * again. Null for a plan that is not built.
   */
  readonly appFolder: ((slug: string) => string) | null;
}

export interface PlannedApp {
  readonly plan: Plan;
  /** What the app is built from: the catalog and the features that were designed for it. */
  readonly catalog: Catalog;
}
