import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateId, GateReport } from "./gate-report.ts";
import type { ModelCost, Phase } from "./plan.ts";
import type { RepairAttempt } from "./repair-attempt.ts";

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
  /** What became of pages that models wrote for this phase. */
  | {
      readonly type: "pages";
      readonly phase: number;
      readonly step: PageStep;
      /** Ids of the features whose pages changed. */
      readonly features: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Fixers or models tried to repair what is red. */
  | ({ readonly type: "repair:attempt"; readonly phase: number } & RepairAttempt)
  /** A model is being asked, which may take minutes. */
  | ({ readonly type: "model:start" } & ModelTask)
  /** One try to get a reply failed, or was not made; another one may follow. */
  | ({
      readonly type: "model:attempt";
      readonly provider: string;
      readonly model: string;
      /** Name of the fault, or `skipped` when nothing was sent. */
      readonly outcome: string;
      /** What went wrong. */
      readonly detail: string;
      readonly durationMs: number;
      /** Dollars that the try cost; null when the price is not known. */
      readonly usd: number | null;
      /** Requests that this run has sent so far. */
      readonly calls: number;
    } & ModelTask)
  /** A model was asked; `failed`: no provider gave a reply. */
  | ({
      readonly type: "model:end";
      readonly outcome: "reply" | "ledger" | "failed";
      /** Null when there is no reply. */
      readonly provider: string | null;
      readonly model: string | null;
      readonly durationMs: number;
      /** Dollars paid now: nothing for a reply of the ledger; null when the price is not known. */
      readonly usd: number | null;
      readonly calls: number;
    } & ModelTask)
  /** What was done about a reply or a request so that it could be used: mended, shortened. */
  | ({ readonly type: "model:note"; readonly detail: string } & ModelTask)
  /** No provider answered, and the run goes on without models. */
  | { readonly type: "model:offline"; readonly reason: string }
  /** The command ended early; on stderr the same is said for people. */
  | {
      readonly type: "run:error";
      readonly exitCode: number;
      readonly message: string;
      readonly diagnostics: readonly Diagnostic[];
      readonly nextSteps: readonly string[];
      /** Absent when no model was to be asked. */
      readonly models?: ModelTotals;
    }
  | {
      readonly type: "validate:end";
      readonly exitCode: number;
      readonly durationMs: number;
    }
  /** All is said about the folder as it is; the next run begins with a change in it. */
  | { readonly type: "watch:wait"; readonly root: string }
  /** Files changed, came or went: paths relative to the folder, in order. */
  | { readonly type: "watch:change"; readonly paths: readonly string[] }
  | {
      readonly type: "run:end";
      readonly exitCode: number;
      readonly durationMs: number;
      readonly files: number;
      readonly tables: number;
      readonly out: string;
      /** What the user can do now. */
      readonly nextSteps: readonly string[];
      /** Absent when no model was to be asked. */
      readonly models?: ModelTotals;
    };

/**
 * `written`: pages by models go to the gates. `repaired`: the gates were red, and a model changed the pages. `replaced`:
 * the gates stayed red, and the pages that we print are there again.
 */
export type PageStep = "written" | "repaired" | "replaced";

/** What a model is asked for. */
export interface ModelTask {
  /** Name of its prompt: "understand-request". */
  readonly task: string;
  /** Id of the feature that it is for, or null. */
  readonly feature: string | null;
}

/** What the models of a run did, and what that costs. */
export interface ModelTotals {
  /** Requests that were sent. */
  readonly calls: number;
  readonly fromLedger: number;
  /** Dollars paid in this run, failed tries among them. */
  readonly paidUsd: number;
  /** Dollars that the replies of this app cost when they were bought, whenever that was. */
  readonly appUsd: number;
  /** The part of the replies that is for features: their files and repairs. */
  readonly forFeatures: ModelCost;
  /** Whether a price is not known, so that more was paid than the sums say. */
  readonly hasUnknownPrices: boolean;
}

/** Takes events as they happen. Must not throw and must not block. */
export type EmitEvent = (event: RunEvent) => void;
