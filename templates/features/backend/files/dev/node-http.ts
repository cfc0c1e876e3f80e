import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Answers one request of the web's kind. */
export type Handler = (request: Request) => Promise<Response>;

/** Whether the request is for the local backend rather than for the app's pages. */
export function isBackendRequest(request: IncomingMessage): boolean {
  return /^\/(auth\/v1|rest\/v1|storage\/v1|__local)([/?]|$)/.test(request.url ?? "");
}

/** The same request as the web's `Request`, its body not read yet. */
function toWebRequest(request: IncomingMessage, origin: string): Request {
  const method = request.method ?? "GET";
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(request.url ?? "/", origin), {
    method,
    headers,
    // Node and the browser describe the same streams in types of their own.
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {}),
  });
}

/** Sends the answer, piece by piece as it comes; ends quietly when the reader has gone. */
async function sendWebResponse(answer: Response, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  response.setHeaders(answer.headers);
  if (!answer.body || response.req.method === "HEAD") {
    await answer.body?.cancel();
    response.end();
    return;
  }
  await pipeline(answer.body, response).catch((error: unknown) => {
    // A player that seeks drops the request it no longer needs.
    if (!response.destroyed) throw error;
  });
}

/** Answers a request with the backend. Mails are for this machine only, as their links sign people in. */
export async function answerWith(options: {
  readonly backend: { readonly fetch: Handler };
  readonly origin: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}): Promise<void> {
  const { backend, origin, request, response } = options;
  const isForeign = !/^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(
    request.socket.remoteAddress ?? "",
  );
  const answer =
    isForeign && request.url?.startsWith("/__local")
      ? new Response("Only on this machine", { status: 403 })
      : await backend.fetch(toWebRequest(request, origin));
  await sendWebResponse(answer, response);
}
