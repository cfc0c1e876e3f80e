import type { PagePlan } from "../../catalog/pages/page-plan.ts";
import type { Pages } from "../../catalog/pages/pages.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import type { Entity } from "../../spec/entity.ts";

/** What every printer of entity pages knows. */
export interface PageContext {
  /** The designed feature, with nouns renamed. */
  readonly blueprint: Blueprint;
  readonly plan: PagePlan;
  readonly pages: Pages;
  /** All entities of the app, those of the feature among them: what references lead to. */
  readonly entities: readonly Entity[];
}
