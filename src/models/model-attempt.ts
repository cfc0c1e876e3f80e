import type { FaultKind } from "./model-fault.ts";
import type { Cost } from "./price-table.ts";

/** One try to get a reply, for logs and reports. Holds no secret and no prompt. */
export interface ModelAttempt {
  readonly task: string;
  readonly provider: string;
  readonly model: string;
  /** `ledger`: no call was made. `skipped`: the circuit is open or the price unknown. */
  readonly outcome: "reply" | "ledger" | "skipped" | FaultKind;
  readonly detail: string;
  readonly durationMs: number;
  readonly cost: Cost;
}
