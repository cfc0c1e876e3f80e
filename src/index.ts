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
export { buildApp, type BuildOptions } from "./pipeline/build-app.ts";
export { planRequest } from "./pipeline/plan-request.ts";
export { validateApp } from "./pipeline/validate-app.ts";
export type { AccessRule, AccessRules } from "./spec/access-rule.ts";
export type { Archetype, Blueprint } from "./spec/blueprint.ts";
export type { Brief } from "./spec/brief.ts";
export type { Bucket, Entity } from "./spec/entity.ts";
export { gateIds, type GateId, type GateOutcome, type GateReport } from "./spec/gate-report.ts";
export type { Feature, FeatureGraph, Phase, Plan } from "./spec/plan.ts";
export type { EmitEvent, RunEvent } from "./spec/run-event.ts";
