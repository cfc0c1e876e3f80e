import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startAppServer } from "../../src/gates/app-server.ts";
import { projectRoot } from "../structure/source-files.ts";
import { bareApp, contextFor } from "./fixture-app.ts";

/** A server that says its process id in its answer. */
const preview = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => response.end(String(process.pid)));
  server.listen(0, "127.0.0.1", () => console.log("starting\\nready http://127.0.0.1:" + server.address().port));`;

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}/exe`);

test("the app's server answers, and is gone once it is closed", async () => {
  const root = await bareApp({ "dev/preview.ts": preview });
  const server = await startAppServer(contextFor(root));
  const answer = await fetch(server.url);
  const pid = Number(await answer.text());
  expect(pid).toBeGreaterThan(0);
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});

test("a server that never gets ready is ended when the gate is stopped", async () => {
  const root = await bareApp({ "dev/preview.ts": "setInterval(() => {}, 1000);\n" });
  const started = startAppServer(contextFor(root, { signal: AbortSignal.timeout(300) }));
  await expect(started).rejects.toThrow("The app's server (node dev/preview.ts) was stopped.");
});

test.skipIf(process.platform !== "linux")("the server ends when we are killed", async () => {
  const root = await bareApp({ "dev/preview.ts": preview });
  const module = join(projectRoot, "src/gates/app-server.ts");
  const program = `
    import { startAppServer } from ${JSON.stringify(module)};
    const signal = new AbortController().signal;
    const { url } = await startAppServer({ root: ${JSON.stringify(root)}, cacheFolder: ${JSON.stringify(root)}, signal });
    const answer = await fetch(url);
    process.stdout.write(await answer.text(), () => process.kill(process.pid, "SIGKILL"));`;
  const killed = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
  const pid = Number(killed.stdout);
  expect(String(killed.stderr)).toBe("");
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

test("before there is a server of the app's own, plain files are served, and every other address is the page", async () => {
  const root = await bareApp({
    "dist/index.html": "<h1>App</h1>",
    "dist/assets/a.js": "1;",
    "secret.txt": "no",
  });
  const server = await startAppServer(contextFor(root));
  const get = async (path: string) => {
    const response = await fetch(server.url + path);
    return [response.status, response.headers.get("content-type"), await response.text()];
  };
  expect(await get("/")).toEqual([200, "text/html; charset=utf-8", "<h1>App</h1>"]);
  expect(await get("/people/mira")).toEqual([200, "text/html; charset=utf-8", "<h1>App</h1>"]);
  expect(await get("/assets/a.js")).toEqual([200, "text/javascript", "1;"]);
  expect((await get("/assets/b.js"))[0]).toBe(404);
  expect((await get("/..%2fsecret.txt"))[0]).toBe(404);
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});
