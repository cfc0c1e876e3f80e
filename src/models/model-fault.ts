import type { ModelUsage } from "./model-call.ts";

/** Every way in which a call to a model can fail: see docs/models.md. */
export type FaultKind =
  | "auth"
  | "quota"
  | "permission"
  | "model-not-found"
  | "bad-request"
  | "context-too-long"
  | "too-large"
  | "rate-limit"
  | "overloaded"
  | "server"
  | "network"
  | "timeout"
  | "idle-timeout"
  | "cut-stream"
  | "malformed"
  | "refusal"
  | "filtered"
  | "aborted";

interface FaultDetails {
  readonly status?: number | null;
  /** What the server asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number | null;
  /** The server's own word on trying again (`x-should-retry`). */
  readonly shouldRetry?: boolean | null;
  /** Text that arrived before the fault. */
  readonly partialText?: string;
  /** What has to be paid in spite of the fault; null when nothing was generated. */
  readonly usage?: ModelUsage | null;
  readonly requestId?: string | null;
  /** False when it happened before anything was sent. Default: true. */
  readonly wasSent?: boolean;
  readonly cause?: unknown;
}

/** A call that gave no usable reply. Stays inside `models`: callers of the client see classes of `core/errors`. */
export class ModelFault extends Error {
  readonly kind: FaultKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
  readonly partialText: string;
  readonly usage: ModelUsage | null;
  readonly requestId: string | null;
  readonly wasSent: boolean;

  constructor(kind: FaultKind, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ModelFault";
    this.kind = kind;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.shouldRetry = details.shouldRetry ?? null;
    this.partialText = details.partialText ?? "";
    this.usage = details.usage ?? null;
    this.requestId = details.requestId ?? null;
    this.wasSent = details.wasSent ?? true;
  }

  /** The same fault with what had arrived and what it costs. */
  with(known: { readonly partialText: string; readonly usage: ModelUsage | null }): ModelFault {
    return new ModelFault(this.kind, this.message, { ...this, ...known, cause: this.cause });
  }
}
