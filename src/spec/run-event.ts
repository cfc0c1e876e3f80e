import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateId, GateReport } from "./gate-report.ts";
import type { Phase } from "./plan.ts";

/** What happened in a run, in order. `--json` prints one a line; the text output is drawn from the same events. */
export type RunEvent =
  | {
      readonly type: "run:start";
      readonly appName: string;
      readonly out: string;
      readonly phases: readonly Phase[];
    }
  /** The packages of this lock file are not in the cache yet and are being installed. */
  | { readonly type: "kit:start" }
  /** The packages are linked into the app. */
  | { readonly type: "kit:end"; readonly durationMs: number; readonly files: number }
  | { readonly type: "phase:start"; readonly phase: Phase }
  | {
      readonly type: "file:write";
      readonly phase: number;
      readonly path: string;
      readonly bytes: number;
      readonly isNew: boolean;
    }
  | { readonly type: "file:delete"; readonly phase: number; readonly path: string }
  | { readonly type: "gate:start"; readonly phase: number; readonly gate: GateId }
  | { readonly type: "gate:end"; readonly phase: number; readonly report: GateReport }
  | { readonly type: "checkpoint"; readonly phase: number; readonly commit: string }
  | {
      readonly type: "phase:end";
      readonly phase: number;
      readonly outcome: "passed" | "failed";
      readonly durationMs: number;
    }
  /** The command ended early; on stderr the same is said for people. */
  | {
      readonly type: "run:error";
      readonly exitCode: number;
      readonly message: string;
      readonly diagnostics: readonly Diagnostic[];
      readonly nextSteps: readonly string[];
    }
  | {
      readonly type: "validate:end";
      readonly exitCode: number;
      readonly durationMs: number;
    }
  | {
      readonly type: "run:end";
      readonly exitCode: number;
      readonly durationMs: number;
      readonly files: number;
      readonly tables: number;
      readonly out: string;
      /** What the user can do now. */
      readonly nextSteps: readonly string[];
    };

/** Takes events as they happen. Must not throw and must not block. */
export type EmitEvent = (event: RunEvent) => void;
