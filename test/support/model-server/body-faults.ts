import type { IncomingMessage, ServerResponse } from "node:http";
import { badGatewayPage } from "./status-faults.ts";

/** Faults of the connection, and of bodies that come at once; the same for every protocol. */
export const bodyFaults = [
  "reset-before-headers",
  "no-headers",
  "silent-body",
  "half-json",
  "empty-200",
  "html-200",
  "length-cut",
  "error-200",
] as const;

type BodyFault = (typeof bodyFaults)[number];

interface FaultyAnswer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: BodyFault;
  /** What a good answer would have been. */
  readonly whole: string;
  /** The protocol's own error object. */
  readonly error: string;
}

export function answerWithFault({ request, response, fault, whole, error }: FaultyAnswer): void {
  const json = { "content-type": "application/json" };
  const half = whole.slice(0, whole.length / 2);
  switch (fault) {
    case "reset-before-headers":
      request.socket.resetAndDestroy();
      return;
    case "no-headers":
      return;
    case "silent-body":
      response.writeHead(200, json).flushHeaders();
      return;
    case "half-json":
      response.writeHead(200, json).end(half);
      return;
    case "empty-200":
      response.writeHead(200, json).end();
      return;
    case "error-200":
      response.writeHead(200, json).end(error);
      return;
    case "html-200":
      response.writeHead(200, { "content-type": "text/html" }).end(badGatewayPage);
      return;
    case "length-cut":
      response.writeHead(200, { ...json, "content-length": Buffer.byteLength(whole) });
      response.write(half, () => response.destroy());
      return;
  }
}
