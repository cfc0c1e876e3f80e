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
  /** Packages are being made ready: installed into the shared kit or linked from it. */
  | { readonly type: "kit:start"; readonly installed: boolean }
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
