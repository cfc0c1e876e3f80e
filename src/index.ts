/** The library: the operations behind the commands, and the types of what goes in and comes out. */
export { loadCatalog, loadSoundCatalog } from "./catalog/load-catalog.ts";
export type { Catalog } from "./catalog/catalog.ts";
export type { Diagnostic, Severity } from "./core/diagnostic.ts";
export {
  BugError,
  DeclinedError,
  InputError,
  InterruptedError,
  MegamindError,
  UnavailableError,
} from "./core/errors.ts";
export { exitCode, type ExitCode } from "./core/exit-code.ts";
export { understandWithModel, type UnderstandOptions } from "./intake/understand-with-model.ts";
export type { Understanding, Wish } from "./intake/understanding.ts";
export { applyEdits, type EditResult } from "./models/apply-edits.ts";
export { askForFiles, type FilesAnswer, type FilesRequest } from "./models/ask-for-files.ts";
export { askForObject, type ObjectAnswer, type ObjectRequest } from "./models/ask-for-object.ts";
export type { ModelClientOptions } from "./models/client-state.ts";
export { pricesAsOf } from "./models/known-prices.ts";
export {
  configureModels,
  providerNames,
  type ModelChains,
  type ModelSettings,
} from "./models/configure-models.ts";
export { createLedger, type Ledger, type LedgerMode } from "./models/ledger.ts";
export type { ModelAttempt } from "./models/model-attempt.ts";
export { createModelClient, type ModelClient } from "./models/model-client.ts";
export { BudgetReachedError, NoProviderError } from "./models/model-errors.ts";
export type { ModelAnswer, ModelRequest, ModelTier } from "./models/model-request.ts";
export type { ModelTarget } from "./models/price-table.ts";
export { loadPrompt } from "./models/prompts/load-prompt.ts";
export { promptTasks, type Prompt, type PromptTask } from "./models/prompts/prompt.ts";
export { renderPrompt, type RenderedPrompt } from "./models/prompts/render-prompt.ts";
export { sharedPrefixShare } from "./models/prompts/shared-prefix-share.ts";
export { defaultTraits, type Provider, type ProviderTraits } from "./models/provider.ts";
export { buildApp, type BuildOptions } from "./pipeline/build-app.ts";
export type { ModelRun } from "./pipeline/model-run.ts";
export { openModels } from "./pipeline/open-models.ts";
export { planApp } from "./pipeline/plan-app.ts";
export { planRequest } from "./pipeline/plan-request.ts";
export type { AskPerson, PlanAppOptions, PlannedApp } from "./pipeline/planned-app.ts";
export type { OpenModelsOptions } from "./pipeline/start-model-run.ts";
export { validateApp } from "./pipeline/validate-app.ts";
export { validateFolder } from "./pipeline/validate-folder.ts";
export type { ValidateOptions, Validation } from "./pipeline/validation.ts";
export { watchFolder, type WatchOptions } from "./pipeline/watch-folder.ts";
export { designFeatures, type Design, type DesignOptions } from "./plan/design/design-features.ts";
export type { AccessRule, AccessRules } from "./spec/access-rule.ts";
export type { Archetype, Blueprint } from "./spec/blueprint.ts";
export type { Brief } from "./spec/brief.ts";
export type { Bucket, Entity } from "./spec/entity.ts";
export { gateIds, type GateId, type GateOutcome, type GateReport } from "./spec/gate-report.ts";
export type { Feature, FeatureGraph, ModelCost, Phase, Plan } from "./spec/plan.ts";
export type { EmitEvent, ModelTotals, RunEvent } from "./spec/run-event.ts";
