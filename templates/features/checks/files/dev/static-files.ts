import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

export type StaticFile = {
  /** Inside the folder, with forward slashes. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
};

/** Which file of a built app answers a path; the page itself for every path that is not a file's. Null: a 404. */
export function chooseFile(pathname: string, isFile: boolean): StaticFile | null {
  const path = isFile ? pathname.slice(1) : "index.html";
  if (!isFile && extname(pathname) !== "") return null;
  return {
    path,
    contentType: CONTENT_TYPES[extname(path)] ?? "application/octet-stream",
    // Names in assets/ carry a hash of their content, so they never change.
    cacheControl: path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

/** Sends a file of `folder`. Only GET and HEAD; paths cannot leave the folder. */
export async function serveFile(options: {
  readonly folder: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}): Promise<void> {
  const { folder, request, response } = options;
  if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405);
  const pathname = readPath(request.url ?? "/");
  if (pathname === null) return end(response, 400);
  // `join` resolves dot segments, and the leading slash keeps them from climbing out.
  const found = await stat(join(folder, join("/", pathname))).catch(() => null);
  const file = chooseFile(join("/", pathname), found?.isFile() ?? false);
  if (!file) return end(response, 404);
  const target = join(folder, file.path);
  response.writeHead(200, {
    "content-type": file.contentType,
    "cache-control": file.cacheControl,
    "content-length": (await stat(target)).size,
  });
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(target), response);
}

function readPath(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null;
  }
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
