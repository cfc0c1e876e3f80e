import type { Handler } from "../node-http.ts";

/**
 * `@supabase/lite` names and prefixes the addresses of signed files differently from Supabase, so that
 * supabase-js makes ".../storage/v1undefined" of them, and does not find the route for several files at once.
 */
export async function signedUrls(request: Request, next: Handler): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== "POST") return next(request);
  if (pathname.startsWith("/storage/v1/object/upload/sign/")) return signUpload(request, next);
  const bucketAndPath = /^\/storage\/v1\/object\/sign\/([^/]+)(\/.+)?$/.exec(pathname);
  if (!bucketAndPath) return next(request);
  return bucketAndPath[2] ? signDownload(request, next) : signDownloads(request, next);
}

async function signUpload(request: Request, next: Handler): Promise<Response> {
  const response = await next(request);
  if (!response.ok) return response;
  const { signedUrl } = (await response.json()) as { signedUrl: string };
  return Response.json({ url: withoutPrefix(signedUrl) });
}

async function signDownload(request: Request, next: Handler): Promise<Response> {
  const response = await next(request);
  if (!response.ok) return response;
  const { signedUrl } = (await response.json()) as { signedUrl: string };
  return Response.json({ signedURL: withoutPrefix(signedUrl) });
}

async function signDownloads(request: Request, next: Handler): Promise<Response> {
  const { paths, expiresIn } = (await request.json()) as { paths: string[]; expiresIn: number };
  const signOne = async (path: string) => {
    const url = `${request.url.replace(/\/+$/, "")}/${path.split("/").map(encodeURIComponent).join("/")}`;
    const single = new Request(url, {
      method: "POST",
      headers: withoutLength(request.headers),
      body: JSON.stringify({ expiresIn }),
    });
    const reply = (await (await signDownload(single, next)).json()) as { signedURL?: string };
    const error = reply.signedURL
      ? null
      : "Either the object does not exist or you do not have access to it";
    return { path, signedURL: reply.signedURL ?? null, error };
  };
  return Response.json(await Promise.all(paths.map(signOne)));
}

function withoutPrefix(url: string): string {
  return url.replace(/^\/storage\/v1/, "");
}

function withoutLength(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete("content-length");
  return rest;
}
