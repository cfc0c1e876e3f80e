import { diagnostic } from "../core/diagnostic.ts";
import { UnavailableError } from "../core/errors.ts";
import type { GateResult } from "./gate.ts";

/** Runs a gate's work; a database that does not boot or breaks makes the gate `unavailable`, never a pass. */
export async function databaseGateResult(work: () => Promise<GateResult>): Promise<GateResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return {
      outcome: "unavailable",
      summary: "the local database did not answer",
      diagnostics: [
        ...error.diagnostics,
        diagnostic({
          code: "database/unavailable",
          message: error.message,
          fix: error.nextSteps.join(" ") || null,
        }),
      ],
    };
  }
}
