import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { GateId } from "../spec/gate-report.ts";
import type { GateResult } from "./gate.ts";

/** `failed` when there is at least one error among the findings, `passed` otherwise. */
export function judged(summary: string, diagnostics: readonly Diagnostic[]): GateResult {
  return { outcome: hasErrors(diagnostics) ? "failed" : "passed", summary, diagnostics };
}

interface Unavailability {
  readonly gate: GateId;
  /** What is missing or broke, as one sentence. */
  readonly message: string;
  /** How to get it. */
  readonly fix: string | null;
}

/** The gate's tool is missing, broke or did not answer. */
export function unavailable({ gate, message, fix }: Unavailability): GateResult {
  return {
    outcome: "unavailable",
    summary: "not available",
    diagnostics: [diagnostic({ code: `${gate}-unavailable`, message, fix })],
  };
}

/** The gate has nothing to look at in this project, for a reason that is said. */
export function notApplicable(gate: GateId, reason: string): GateResult {
  return {
    outcome: "skipped",
    summary: "does not apply",
    diagnostics: [diagnostic({ code: `${gate}-skipped`, severity: "info", message: reason })],
  };
}
