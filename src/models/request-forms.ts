import type { ModelCall } from "./model-call.ts";
import type { ModelRequest } from "./model-request.ts";
import type { Redact } from "./redact.ts";
import { shortenRequest } from "./shorten-request.ts";

/** What is sent, in whole; and with less in it, for a model into which the whole does not fit. */
export type RequestForms = readonly [RequestForm, ...RequestForm[]];

interface RequestForm {
  readonly call: Omit<ModelCall, "model">;
  readonly request: ModelRequest;
  /** What is left out of it, in one line; empty for the whole. */
  readonly leftOut: string;
}

/** The forms of a request, without secrets. */
export function formsOf(request: ModelRequest, redact: Redact): RequestForms {
  const whole = { call: redacted(request, redact), request, leftOut: "" };
  const shorter = shortenRequest(request);
  return shorter === null
    ? [whole]
    : [whole, { ...shorter, call: redacted(shorter.request, redact) }];
}

function redacted(request: ModelRequest, redact: Redact): Omit<ModelCall, "model"> {
  const { output, tools, maxOutputTokens, effort } = request;
  return {
    system: request.system.map(redact),
    messages: request.messages.map(({ role, text }) => ({ role, text: redact(text) })),
    output,
    tools,
    maxOutputTokens,
    effort,
  };
}
