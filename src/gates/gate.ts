import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateId, GateOutcome } from "../spec/gate-report.ts";
import type { Plan } from "../spec/plan.ts";

/** What a gate may look at. */
export interface GateContext {
  /** The app's folder, absolute. */
  readonly root: string;
  readonly plan: Plan;
  /** The newest phase that is built: gates look at features up to it. */
  readonly phase: number;
  readonly signal: AbortSignal;
  readonly cacheFolder: string;
}

/** What a gate found; the runner adds gate id and duration. */
export interface GateResult {
  readonly outcome: GateOutcome;
  readonly summary: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Gate {
  readonly id: GateId;
  readonly title: string;
  run(context: GateContext): Promise<GateResult>;
}
