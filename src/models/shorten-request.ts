import type { ModelRequest } from "./model-request.ts";

export interface ShorterRequest {
  readonly request: ModelRequest;
  /** What is left out, in one line. */
  readonly leftOut: string;
}

/** The same request with less in it, or null when nothing of it may be left out. Its format, contract and task stay. */
export function shortenRequest(request: ModelRequest): ShorterRequest | null {
  const { shortenings = [], system, messages } = request;
  if (shortenings.length === 0) return null;
  const shorten = (text: string) =>
    // A function, because a text may hold what `replace` takes for a pattern.
    shortenings.reduce((rest, { from, to }) => rest.replace(from, () => to), text);
  return {
    request: {
      ...request,
      system: system.map(shorten),
      messages: messages.map(({ role, text }) => ({ role, text: shorten(text) })),
      shortenings: [],
    },
    leftOut: shortenings.map(({ leftOut }) => leftOut).join("; "),
  };
}
