import type { Handler } from "../node-http.ts";

/**
 * In a browser `upload(path, file)` sends a form whose file has the empty field name. Supabase accepts that;
 * `@supabase/lite` looks for a field called `file` and answers 400. Here the file becomes the whole body,
 * which both accept, with the form's other fields as the headers that mean the same.
 */
export async function multipartUploads(request: Request, next: Handler): Promise<Response> {
  if (!isFormUpload(request)) return next(request);
  const form = await request.formData();
  const file = [...form.values()].find((value) => value instanceof File);
  if (!file) {
    const reply = { statusCode: "400", error: "InvalidRequest", message: "The form has no file." };
    return Response.json(reply, { status: 400 });
  }
  const headers = new Headers(request.headers);
  headers.set("content-type", file.type || "application/octet-stream");
  headers.set("content-length", String(file.size));
  const seconds = form.get("cacheControl");
  if (typeof seconds === "string") headers.set("cache-control", `max-age=${seconds}`);
  return next(new Request(request.url, { method: request.method, headers, body: file }));
}

function isFormUpload(request: Request): boolean {
  return (
    (request.method === "POST" || request.method === "PUT") &&
    new URL(request.url).pathname.startsWith("/storage/v1/object/") &&
    (request.headers.get("content-type") ?? "").startsWith("multipart/form-data")
  );
}
