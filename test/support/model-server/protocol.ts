import type { ScriptedReply } from "./scripted-reply.ts";

/** One server-sent event. */
export interface Frame {
  /** Null where the protocol sends data only. */
  readonly event: string | null;
  readonly data: string;
  /** What the frame carries, so that faults can be put between frames of every protocol alike. */
  readonly role: "start" | "piece" | "reason" | "usage" | "end";
}

export interface ReceivedRequest {
  /** Without the scenario: "/v1/chat/completions". */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly status: number;
  /** A code of `errorCodes`. */
  readonly code: string;
  readonly message: string;
}

/** How one protocol checks requests and writes replies. */
export interface ServerProtocol {
  readonly name: "openai-chat" | "openai-responses" | "anthropic";
  /** The end of the path it answers. */
  readonly path: string;
  /** Why a real server would refuse the request, or null. */
  check(request: ReceivedRequest): Refusal | null;
  whole(reply: ScriptedReply, request: ReceivedRequest): unknown;
  frames(reply: ScriptedReply, request: ReceivedRequest): readonly Frame[];
  error(refusal: Refusal): unknown;
  /** An error in the middle of a stream. */
  errorFrame(refusal: Refusal): Frame;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function badRequest(message: string): Refusal {
  return { status: 400, code: "invalid_request", message };
}

/** The fields that the protocol does not know, or null. */
export function unknownField(
  body: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Refusal | null {
  const extra = Object.keys(body).find((name) => !known.includes(name));
  return extra === undefined ? null : badRequest(`Unknown parameter: '${extra}'.`);
}

/** Text in pieces of a few characters, as models stream it; never inside a surrogate pair. */
export function pieces(text: string): readonly string[] {
  const letters = [...text];
  const found: string[] = [];
  for (let start = 0; start < letters.length; start += 7) {
    found.push(letters.slice(start, start + 7).join(""));
  }
  return found;
}
