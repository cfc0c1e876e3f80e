import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateId, GateOutcome, Remembered } from "../spec/gate-report.ts";
import type { Plan } from "../spec/plan.ts";
import type { GateMemory } from "./memory/gate-memory.ts";

/** A project that nobody planned: what gates may look at in any folder. */
export interface ProjectContext {
  /** Absolute path of the project. */
  readonly root: string;
  /** Fires at the gate's deadline and when the user interrupts. */
  readonly signal: AbortSignal;
  /** Absolute path of the folder for kits and database images. */
  readonly cacheFolder: string;
  /** What passed before. Absent: everything runs. */
  readonly memory?: GateMemory | undefined;
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
  /** For a gate with a memory of its own: what it did not run again. */
  readonly remembered?: Remembered;
}

/**
 * Everything in an app that decides about a gate's result, beside our code, Node and the app's packages, which decide
 * about every one. Too much only costs time; too little would let a red app pass.
 */
export interface GateInputs {
  /** App paths of files whose content decides: "src/app/main.tsx". */
  readonly reads: (path: string) => boolean;
  /** App paths of files whose being there decides. Default: those that it reads. */
  readonly sees?: (path: string) => boolean;
  /** Files of its tools, below `node_modules`: one that is missing must not count as a pass. Default: none. */
  readonly programs?: readonly string[];
  /** What else decides, as JSON: parts of the plan, options. Default: nothing. */
  readonly facts?: unknown;
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
  /** The gate that must have ended before, whatever came of it. Default: none. */
  readonly after?: GateId;
  /** Whether a machine may lack its tool, unless `--require` names the gate. Default: false. */
  readonly isOptional?: boolean;
  /** Seconds that it takes alone on an app of 160 files. The runner starts gates by it. */
  readonly seconds: number;
  /** The longest that it may take on a busy machine, in seconds; then it is `unavailable`. */
  readonly deadlineSeconds: number;
  /** Whether it has something to say now; if not, it is neither run nor reported. Default: always. */
  readonly isDue?: (context: Context) => boolean;
  /** By what the runner knows that it need not run again. Default: it runs every time. */
  readonly inputs?: (context: Context) => GateInputs | Promise<GateInputs>;
  /** What it leaves in the app's folder for others, as a hash: it runs again when that is gone. Default: nothing. */
  readonly made?: (context: Context) => Promise<string>;
  /** Starts the tools that its next run would wait for. Never rejects: what does not start, the run says. */
  prepare?(context: ProjectContext): Promise<void>;
  run(context: Context): Promise<GateResult>;
}

/** A gate without its work: what the runner decides by. */
export type GateFacts = Omit<Gate, "run" | "prepare" | "isDue" | "inputs" | "made">;

/** A gate that keeps a tool running from one phase to the next. */
export interface ClosableGate<Context extends ProjectContext = GateContext> extends Gate<Context> {
  /** Ends what it keeps running. The gate may run again after that. */
  close(): Promise<void>;
}
