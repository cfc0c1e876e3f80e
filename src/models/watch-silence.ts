import { ModelFault } from "./model-fault.ts";

export interface ReplyLimits {
  /** Longest wait for the headers and the first byte, in milliseconds. */
  readonly headersMs: number;
  /** Longest silence after the first byte; pings and comments break it. */
  readonly idleMs: number;
  /** Longest time for the whole exchange, in milliseconds. */
  readonly totalMs: number;
  /** Most bytes of one reply: streams that never end are cut here. */
  readonly maxBytes: number;
}

/** Tells when an exchange is silent for too long: before its first byte, and between bytes. */
export interface SilenceWatch {
  onSent(): void;
  onHeaders(): void;
  onBytes(): void;
  stop(): void;
}

export function watchSilence(
  { headersMs, idleMs }: Pick<ReplyLimits, "headersMs" | "idleMs">,
  onSilence: (fault: ModelFault) => void,
): SilenceWatch {
  let timer: NodeJS.Timeout | undefined;
  let sentMs = 0;
  let hasBytes = false;
  const stop = () => clearTimeout(timer);
  const arm = (ms: number, fault: () => ModelFault) => {
    stop();
    timer = setTimeout(() => onSilence(fault()), ms);
  };
  const late = () => new ModelFault("timeout", `No answer within ${seconds(headersMs)} s.`);
  const idle = () =>
    new ModelFault("idle-timeout", `The reply went silent for ${seconds(idleMs)} s.`);
  return {
    stop,
    onSent() {
      sentMs = performance.now();
      arm(headersMs, late);
    },
    onHeaders() {
      const leftMs = headersMs - (performance.now() - sentMs);
      if (leftMs < idleMs) arm(Math.max(1, leftMs), late);
      else arm(idleMs, idle);
    },
    onBytes() {
      if (hasBytes) timer?.refresh();
      else arm(idleMs, idle);
      hasBytes = true;
    },
  };
}

/** With one digit behind the point. */
export function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
