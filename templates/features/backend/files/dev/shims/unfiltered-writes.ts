import type { Handler } from "../node-http.ts";

/** Query parameters of the REST API that shape an answer rather than choose rows. */
const NOT_FILTERS = new Set(["select", "columns", "order", "limit", "offset", "on_conflict"]);

/**
 * Supabase refuses an UPDATE or DELETE that names no rows; `@supabase/lite` runs it on every row it may.
 * Refusing here keeps such a slip from working locally, and from emptying a table.
 */
export async function unfilteredWrites(request: Request, next: Handler): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const isWrite = request.method === "PATCH" || request.method === "DELETE";
  if (!isWrite || !pathname.startsWith("/rest/v1/")) return next(request);
  if ([...searchParams.keys()].some((name) => !NOT_FILTERS.has(name))) return next(request);

  const command = request.method === "PATCH" ? "UPDATE" : "DELETE";
  const reply = {
    code: "21000",
    message: `${command} requires a WHERE clause`,
    details: null,
    hint: null,
  };
  return Response.json(reply, { status: 400 });
}
