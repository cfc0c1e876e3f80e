import { AsyncLocalStorage } from "node:async_hooks";
import type { Handler } from "../node-http.ts";

/** First and last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

const rangeOfRequest = new AsyncLocalStorage<string>();

/**
 * `@supabase/lite` promises `Accept-Ranges: bytes` but sends whole files, so that a video cannot be
 * sought in (and does not play at all in Safari). Here the storage adapter learns of the range,
 * reads only that part and says so in `Content-Range`; this gives the answer the status to go with it.
 */
export async function byteRanges(request: Request, next: Handler): Promise<Response> {
  const range = request.headers.get("range");
  if (!range || !new URL(request.url).pathname.startsWith("/storage/v1/object/"))
    return next(request);

  const response = await rangeOfRequest.run(range, () => next(request));
  const contentRange = response.headers.get("content-range");
  if (response.status !== 200 || !contentRange) return response;

  const expected = request.headers.get("if-range");
  if (expected && expected !== response.headers.get("etag")) {
    await response.body?.cancel();
    return next(request);
  }
  if (contentRange.startsWith("bytes */")) {
    return new Response(null, { status: 416, headers: { "content-range": contentRange } });
  }
  return new Response(response.body, { status: 206, headers: response.headers });
}

/** The part of a file of `size` bytes that the request being answered asks for; null for all of it. */
export function requestedRange(size: number): ByteRange | "unsatisfiable" | null {
  return parseRange(rangeOfRequest.getStore() ?? "", size);
}

/** Reads `bytes=0-99`, `bytes=100-` and `bytes=-100`. Anything else, several parts too, means the whole file. */
export function parseRange(header: string, size: number): ByteRange | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}
