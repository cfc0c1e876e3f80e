import type { FaultKind } from "./model-fault.ts";
import type { ModelUsage } from "./model-call.ts";
import type { Cost } from "./price-table.ts";

/** One try to get a reply, for logs and reports. Holds no secret and no prompt. */
export interface ModelAttempt {
  readonly task: string;
  readonly feature: string | null;
  readonly provider: string;
  readonly model: string;
  /** `ledger`: no call was made. `skipped`: nothing was sent: the circuit is open, the price unknown, or no room in time. */
  readonly outcome: "reply" | "ledger" | "skipped" | FaultKind;
  readonly detail: string;
  readonly durationMs: number;
  /** Of this try: nothing for a reply of the ledger. */
  readonly cost: Cost;
  /**
   * What the app owes to this reply, the same whether it was bought now or comes from the ledger; null for a try
   * without a reply, and for a reply that this client has counted before.
   */
  readonly used: UsedReply | null;
}

export interface UsedReply {
  /** By which the ledger has it. */
  readonly key: string;
  /** Dollars when it was bought; null when the price is not known. */
  readonly usd: number | null;
  readonly usage: ModelUsage;
}
