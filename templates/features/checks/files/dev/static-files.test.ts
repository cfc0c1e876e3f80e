import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chooseFile, serveFile } from "./static-files.ts";

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "static-files-"));
  await writeFile(join(folder, "secret.txt"), "secret");
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "dist", "index.html"), "<p>page</p>");
  await writeFile(join(folder, "dist", "robots.txt"), "robots");
  server = createServer((request, response) => {
    void serveFile({ folder: join(folder, "dist"), request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** The path is sent as it is: clients that know better would tidy it. */
function get(
  path: string,
  method = "GET",
): Promise<{ status: number; type: string; text: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = ask({ host: "127.0.0.1", port, path, method }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => {
        const type = response.headers["content-type"] ?? "";
        resolve({ status: response.statusCode ?? 0, type, text });
      });
    });
    asked.on("error", reject).end();
  });
}

test("files are sent with their type, and pages of the app get its own page", async () => {
  expect(await get("/robots.txt")).toEqual({
    status: 200,
    type: "text/plain; charset=utf-8",
    text: "robots",
  });
  expect((await get("/u/mira?tab=likes")).text).toBe("<p>page</p>");
  expect(await get("/robots.txt", "HEAD")).toMatchObject({ status: 200, text: "" });
});

test("no path leaves the folder", async () => {
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]) {
    expect((await get(path)).text).not.toContain("secret");
  }
});

test("what cannot be answered is refused", async () => {
  expect((await get("/gone.js")).status).toBe(404);
  expect((await get("/%")).status).toBe(400);
  expect((await get("/", "POST")).status).toBe(405);
});

test("a built file with a hash in its name may be kept for good", () => {
  expect(chooseFile("/assets/index-a1b2.js", true)).toEqual({
    path: "assets/index-a1b2.js",
    contentType: "text/javascript; charset=utf-8",
    cacheControl: "public, max-age=31536000, immutable",
  });
});

test("every path without a file is the app's own page, which is never kept", () => {
  expect(chooseFile("/u/mira", false)).toMatchObject({
    path: "index.html",
    cacheControl: "no-cache",
  });
  expect(chooseFile("/", false)).toMatchObject({ path: "index.html" });
});

test("a missing file is missing", () => {
  expect(chooseFile("/assets/gone-a1b2.js", false)).toBeNull();
});
