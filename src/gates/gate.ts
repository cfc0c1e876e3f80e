import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateId, GateOutcome } from "../spec/gate-report.ts";
import type { Plan } from "../spec/plan.ts";

/** A project that nobody planned: what gates may look at in any folder. */
export interface ProjectContext {
  /** Absolute path of the project. */
  readonly root: string;
  /** Fires at the gate's deadline and when the user interrupts. */
  readonly signal: AbortSignal;
  /** Absolute path of the folder for kits and database images. */
  readonly cacheFolder: string;
}

/** What a gate may look at in an app that we built. */
export interface GateContext extends ProjectContext {
  readonly plan: Plan;
  /** The newest phase that is built: gates look at features up to it. */
  readonly phase: number;
}

/** What a gate found; the runner adds gate id and duration. The same app gives the same words: no times, no machine's paths. */
export interface GateResult {
  readonly outcome: GateOutcome;
  readonly summary: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What depends on more than the app, such as the network: shown and told in events, never kept in its reports. */
  readonly notes?: readonly Diagnostic[];
}

/**
 * Looks at one thing in an app. A gate says all that the runner must know of it, so that a new one is a file of its own
 * and a line in `src/pipeline/create-gates.ts`. One that takes a `ProjectContext` needs no plan.
 */
export interface Gate<Context extends ProjectContext = GateContext> {
  readonly id: GateId;
  readonly title: string;
  /** The gate whose work this one looks at: without a pass of that one it is skipped. Default: none. */
  readonly ground?: GateId;
  /** Whether a machine may lack its tool, unless `--require` names the gate. Default: false. */
  readonly isOptional?: boolean;
  /** Seconds that it takes alone on an app of 160 files. The runner starts gates by it. */
  readonly seconds: number;
  /** The longest that it may take on a busy machine, in seconds; then it is `unavailable`. */
  readonly deadlineSeconds: number;
  run(context: Context): Promise<GateResult>;
}

/** A gate without its work: what the runner decides by. */
export type GateFacts = Omit<Gate, "run">;

/** A gate that keeps a tool running from one phase to the next. */
export interface ClosableGate<Context extends ProjectContext = GateContext> extends Gate<Context> {
  /** Ends what it keeps running. The gate may run again after that. */
  close(): Promise<void>;
}
