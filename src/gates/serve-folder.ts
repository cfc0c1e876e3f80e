import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import type { AppServer } from "./served-app.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** Serves a folder on this machine only; addresses without a file are pages of the app and get its `index.html`. */
export async function serveFolder(folder: string): Promise<AppServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    answer(folder, pathname, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  // A path that is normalized from the root cannot climb above it.
  const path = normalize(decodeURIComponent(pathname));
  const extension = extname(path);
  const file = join(folder, extension === "" ? "index.html" : path);
  const content = await readFile(file).catch(() => null);
  if (content === null) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    return;
  }
  const type = mediaTypes[extension === "" ? ".html" : extension] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": content.length }).end(content);
}
