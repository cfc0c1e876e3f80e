import type { ModelReply } from "./model-call.ts";
import type { ModelFault } from "./model-fault.ts";
import type { ModelRequest } from "./model-request.ts";
import type { Redact } from "./redact.ts";

/**
 * What had arrived of a reply whose connection broke or went silent, as a reply that a limit cut; null when the
 * request cannot go on from there, or the fault is another one.
 */
export function partialReply(
  fault: ModelFault,
  { request, redact }: { readonly request: ModelRequest; readonly redact: Redact },
): ModelReply | null {
  const { kind, partialText, usage, requestId } = fault;
  if ((kind !== "cut-stream" && kind !== "idle-timeout") || usage === null) return null;
  if (request.canGoOnFrom?.(partialText) !== true) return null;
  return {
    text: redact(partialText),
    stop: "truncated",
    tools: [],
    usage,
    reportedUsd: null,
    requestId,
    notes: [`${kind}: this is what had arrived`],
  };
}
