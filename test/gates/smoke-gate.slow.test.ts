import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { findBrowser } from "../../src/gates/find-browser.ts";
import type { GateResult } from "../../src/gates/gate.ts";
import { createSmokeGate } from "../../src/gates/smoke-gate.ts";
import { GateMemory } from "../../src/gates/memory/gate-memory.ts";
import { bareApp, contextFor, planWithRoutes, writeApp } from "./fixture-app.ts";

const gate = createSmokeGate();
/** For pages that never show anything. */
const impatientGate = createSmokeGate({ pageDeadlineMs: 1_500 });
afterAll(() => Promise.all([gate.close(), impatientGate.close()]));
afterEach(() => vi.unstubAllEnvs());

/** A built app of one script: a page is a function that fills the main landmark. */
function pages(code: Readonly<Record<string, string>>): string {
  const table = Object.entries(code).map(
    ([path, body]) => `${JSON.stringify(path)}: (main) => { ${body} }`,
  );
  return `<!doctype html><html lang="en"><head><title>App</title><link rel="icon" href="data:," /></head>
<body><main></main><script>
  const pages = { ${table.join(", ")} };
  function show() {
    const main = document.querySelector("main");
    main.innerHTML = "";
    const page = pages[location.pathname];
    if (page) page(main);
    else main.innerHTML = "<h1>There is no such page</h1>";
  }
  addEventListener("popstate", show);
  show();
</script></body></html>`;
}

const heading = (text: string) => `main.innerHTML = "<h1>${text}</h1>";`;
const home = { "/": heading("Home") };

/** Runs the gate over an app with these pages; every path but "/" is a route of the plan too. */
async function smoke(
  code: Readonly<Record<string, string>>,
  options: { phase?: number; gate?: typeof gate } = {},
): Promise<GateResult> {
  const root = await bareApp({ "dist/index.html": pages({ ...home, ...code }) });
  // The third route belongs to a second phase, so that the first one is not the last.
  const plan = planWithRoutes([
    ...Object.keys({ ...home, ...code }).map((path) => ({ path })),
    { path: "/last", phase: 2 },
  ]);
  return (options.gate ?? gate).run(contextFor(root, { plan, phase: options.phase ?? 1 }));
}

const findings = ({ diagnostics }: GateResult) =>
  diagnostics.map(({ code, subject }) => [code, subject.name]);

describe.skipIf((await findBrowser()) === null)("in a browser", () => {
  test("routes that render pass; those nobody can visit are named", async () => {
    const root = await bareApp({
      "dist/index.html": pages({
        ...home,
        "/a": heading("A"),
        "/b/1": 'main.innerHTML = "<input />";',
      }),
    });
    const plan = planWithRoutes([
      { path: "/" },
      { path: "/a" },
      { path: "/b/:id", example: "/b/1" },
      { path: "/c/:id" },
    ]);
    expect(await gate.run(contextFor(root, { plan }))).toEqual({
      outcome: "passed",
      summary: "3 routes; not visited: /c/:id",
      diagnostics: [],
    });
  });

  test("of many routes that nobody can visit some are named, and all counted", async () => {
    const root = await bareApp({ "dist/index.html": pages(home) });
    const hidden = ["a", "b", "c", "d", "e"].map((name) => ({ path: `/${name}/:id` }));
    const { summary } = await gate.run(
      contextFor(root, { plan: planWithRoutes([{ path: "/" }, ...hidden]) }),
    );
    expect(summary).toBe("1 route; not visited: /a/:id, /b/:id, /c/:id and 2 more with parameters");
  });

  test("a route whose page comes late behind the one for unknown addresses is known", async () => {
    const late = heading("Late");
    const before = heading("There is no such page");
    const result = await smoke({
      "/late": `if (document.readyState === "loading") { ${late} } else { ${before} setTimeout(() => { ${late} }, 400); }`,
    });
    expect([result.outcome, result.diagnostics]).toEqual(["passed", []]);
  });

  test("complaints on the console, exceptions and empty pages fail, each with its route", async () => {
    const result = await smoke({
      "/error": `${heading("A")} console.error("bad thing");`,
      "/throws": `${heading("B")} setTimeout(() => { throw new TypeError("broken"); });`,
      "/warns": `${heading("C")} console.warn("only a warning");`,
      "/missing": `${heading("D")} fetch("/nothing.json");`,
    });
    expect(result.outcome).toBe("failed");
    expect(findings(result)).toEqual([
      ["smoke-console-error", "/error"],
      ["smoke-page-error", "/throws"],
      ["smoke-console-error", "/missing"],
    ]);
    const messages = result.diagnostics.map(({ message }) => message);
    expect(messages[0]).toBe("/error: bad thing");
    expect(messages[1]).toBe("/throws: TypeError: broken");
    expect(messages[2]).toMatch(/404.*\(\/nothing\.json\)$/);
  });

  test("a route that the app does not know, and one that leads elsewhere, fail", async () => {
    const result = await smoke({
      "/away": 'history.replaceState(null, "", "/unplanned"); main.innerHTML = "<p>Away</p>";',
      "/sign-in": heading("Sign in"),
      "/guarded":
        'history.replaceState(null, "", "/sign-in"); main.innerHTML = "<h1>Sign in</h1>";',
      "/unknown": heading("There is no such page"),
    });
    expect(findings(result)).toEqual([
      ["smoke-redirect", "/away"],
      ["smoke-unknown-route", "/unknown"],
    ]);
  });

  test("an app that shows nothing is not walked through", async () => {
    const result = await smoke({ "/": "" }, { gate: impatientGate });
    expect(findings(result)).toEqual([["smoke-empty-page", "/"]]);
  });

  test("a page that never answers any more ends the visit, and the next app can be visited", async () => {
    const stuck = { "/stuck": "setTimeout(() => { for (;;); });" };
    const result = await smoke(stuck, { gate: impatientGate });
    expect(findings(result)).toEqual([["smoke-page-error", "/stuck"]]);
    expect((await smoke({}, { gate: impatientGate })).outcome).toBe("passed");
  });

  test("a visit is stopped in the middle", async () => {
    const root = await bareApp({ "dist/index.html": pages({ ...home, "/slow": "" }) });
    const own = createSmokeGate({ pageDeadlineMs: 60_000 });
    const plan = planWithRoutes([{ path: "/slow" }]);
    const result = await own.run(contextFor(root, { plan, signal: AbortSignal.timeout(1_500) }));
    await own.close();
    expect(result).toMatchObject({
      outcome: "unavailable",
      diagnostics: [{ message: "The visit was stopped." }],
    });
  });

  test("in the last phase every route is also opened by its address", async () => {
    const code = {
      "/a": `${heading("A")} if (performance.getEntriesByType("navigation")[0].name.endsWith("/a")) console.error("opened");`,
    };
    expect((await smoke(code)).outcome).toBe("passed");
    const last = await smoke({ ...code, "/last": heading("Last") }, { phase: 2 });
    expect(findings(last)).toEqual([["smoke-console-error", "/a"]]);
  });

  test("routes that load what they loaded are not opened again; a changed one is, and its fault is seen", async () => {
    const route = (name: string, more = "") => `${heading(name)} ${more}`;
    const chunk = (path: string) => `import("/assets/${path}");`;
    const root = await bareApp({
      "dist/index.html": pages({
        ...home,
        "/a": route("A", chunk("a-abcdefgh.js")),
        "/b": route("B", chunk("b-abcdefgh.js")),
      }),
      "dist/assets/a-abcdefgh.js": "",
      "dist/assets/b-abcdefgh.js": "",
    });
    const plan = planWithRoutes(["/", "/a", "/b"].map((path) => ({ path })));
    const cacheFolder = join(root, "node_modules/cache");
    const run = () =>
      gate.run(contextFor(root, { plan, cacheFolder, memory: new GateMemory({ cacheFolder }) }));
    const passed = { outcome: "passed", summary: "3 routes", diagnostics: [] };
    expect(await run()).toEqual(passed);
    expect(await run()).toEqual({ ...passed, remembered: { unchanged: 3, of: 3 } });

    await writeApp(root, { "dist/assets/b-abcdefgh.js": "console.log(1);" });
    expect(await run()).toEqual({ ...passed, remembered: { unchanged: 2, of: 3 } });
    await writeApp(root, { "dist/assets/b-abcdefgh.js": 'console.error("b is wrong");' });
    for (const times of [1, 2]) {
      expect(findings(await run()), `time ${times}`).toEqual([["smoke-console-error", "/b"]]);
    }
  });

  test("the app's own server is used, and its failures are seen", async () => {
    const server = `
      import { createServer } from "node:http";
      import { readFileSync } from "node:fs";
      if (process.argv.slice(2).join(" ") !== "--port 0 --ephemeral") throw new Error("wrong arguments");
      const server = createServer((request, response) => {
        if (request.url === "/rest") response.writeHead(503).end();
        else response.writeHead(200, { "content-type": "text/html" }).end(readFileSync("dist/index.html"));
      });
      server.listen(0, "127.0.0.1", () => console.log("ready http://127.0.0.1:" + server.address().port));`;
    const root = await bareApp({
      "dev/preview.ts": server,
      "dist/index.html": pages({ ...home, "/a": `${heading("A")} fetch("/rest");` }),
    });
    const plan = planWithRoutes([{ path: "/" }, { path: "/a" }]);
    const result = await gate.run(contextFor(root, { plan }));
    expect(result.diagnostics).toMatchObject([
      { code: "smoke-request-failed", message: "/a: GET /rest: 503", subject: { name: "/a" } },
    ]);
  });
});

test("a server that ends before it is ready fails with its last words", async () => {
  const root = await bareApp({
    "dev/preview.ts": "console.error(`no table at ${process.cwd()}/x`); process.exitCode = 4;\n",
    "dist/index.html": "",
  });
  const result = await gate.run(contextFor(root));
  expect(result).toMatchObject({
    outcome: "failed",
    diagnostics: [
      {
        code: "smoke-server",
        message: "The app's server (node dev/preview.ts) ended with exit code 4. no table at x",
      },
    ],
  });
});

test("without a browser the gate is unavailable and says how to get one", async () => {
  const own = createSmokeGate();
  vi.stubEnv("MEGAMIND_BROWSER", join(import.meta.dirname, "nothing"));
  const root = await bareApp({ "dist/index.html": pages(home) });
  const result = await own.run(contextFor(root));
  expect(result).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ code: "smoke-unavailable", fix: expect.stringContaining("MEGAMIND_BROWSER") }],
  });
});

test("simulated: a program that is no browser is unavailable with its name", async () => {
  const own = createSmokeGate();
  vi.stubEnv("MEGAMIND_BROWSER", process.execPath);
  const root = await bareApp({ "dist/index.html": pages(home) });
  const result = await own.run(contextFor(root));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics[0]?.message).toContain(`${process.execPath} does not start`);
});
