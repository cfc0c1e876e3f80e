import { expect, test } from "vitest";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { createForeignSmokeGate } from "../../src/gates/foreign/foreign-smoke-gate.ts";
import { describeProject } from "../../src/gates/foreign/project.ts";
import { CodeIndexReader } from "../../src/workspace/code-index/code-index.ts";
import { bareApp } from "./fixture-app.ts";

const hasBrowser = (await findBrowser()) !== null;

/** What smoke says of a page that was built with a script. Only one that shows nothing takes until its deadline. */
async function visited(
  script: string,
  files: Readonly<Record<string, string>> = {},
  pageDeadlineMs = 20_000,
) {
  const root = await bareApp({
    ".gitignore": "dist\n.env.local\n",
    "dist/index.html": `<!doctype html><html lang="en"><body><main id="m"></main><script>${script}</script></body></html>`,
    ...files,
  });
  const project = describeProject(await new CodeIndexReader().read(root));
  const gate = createForeignSmokeGate(project, { pageDeadlineMs });
  return gate.run({ root, cacheFolder: root, signal: new AbortController().signal });
}

const show = 'document.getElementById("m").textContent = "Hello " + location.pathname;';
const router = {
  "src/routes.tsx":
    'const routes = [{ path: "/about" }, { path: "/u/:name" }];\nconst more = <Route path="/help" />;\n',
};

test.skipIf(!hasBrowser)("the start page and the routes that code names are opened", async () => {
  const result = await visited(show, router);
  expect(result).toMatchObject({ outcome: "passed", summary: "3 routes" });
});

test.skipIf(!hasBrowser)(
  "a page that breaks fails, and so does one that shows nothing",
  async () => {
    const broken = await visited(`${show} throw new Error("no");`);
    expect(broken.diagnostics.map(({ code }) => code)).toContain("smoke-page-error");
    expect(broken.outcome).toBe("failed");
    const empty = await visited("", {}, 700);
    expect(empty.diagnostics.map(({ code }) => code)).toEqual(["smoke-empty-page"]);
  },
);

test.skipIf(!hasBrowser)(
  "a page that is not told where its server is cannot be judged",
  async () => {
    const needy = { "src/a.ts": "const url = import.meta.env.VITE_URL;\n" };
    const broken = 'throw new Error("VITE_URL is required");';
    const lacking = await visited(broken, needy, 700);
    expect(lacking.outcome).toBe("skipped");
    expect(lacking.diagnostics[0]?.message).toContain("VITE_URL");
    const told = await visited(
      broken,
      { ...needy, ".env.local": "VITE_URL=https://a.example\n" },
      700,
    );
    expect(told.outcome).toBe("failed");
    const own = { "src/a.ts": 'const url = import.meta.env.VITE_URL ?? "/api";\n' };
    expect((await visited(broken, own, 700)).outcome).toBe("failed");
  },
);

test("without a page there is nothing to open", async () => {
  const root = await bareApp({ "src/a.ts": "" });
  const gate = createForeignSmokeGate(describeProject(await new CodeIndexReader().read(root)));
  const context = { root, cacheFolder: root, signal: new AbortController().signal };
  expect(await gate.run(context)).toMatchObject({ outcome: "skipped" });
});
