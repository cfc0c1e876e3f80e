import { afterEach, expect, test, vi } from "vitest";
import { createProjectPackagesGate } from "../../../src/gates/packages/packages-gate.ts";
import { CodeIndexReader } from "../../../src/workspace/code-index/code-index.ts";
import { scan, shortly } from "./scan-fixture.ts";
import { simulatedRegistry } from "./simulated-registry.ts";

const gate = createProjectPackagesGate(new CodeIndexReader(), { asksRegistry: true });

const declared = { dependencies: { shipped: "1.0.0" }, devDependencies: { tool: "1.0.0" } };
const files = {
  "package.json": JSON.stringify({ name: "sample", version: "1.0.0", ...declared }),
  "package-lock.json": JSON.stringify({
    name: "sample",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "sample", version: "1.0.0", ...declared },
      "node_modules/shipped": { version: "1.0.0" },
      "node_modules/tool": { version: "1.0.0", dev: true },
    },
  }),
  "src/a.ts": 'import "shipped";\nimport "tool";\n',
};

const grave = { severity: "critical", title: "Anybody can do anything", vulnerable_versions: "<2" };
const light = { severity: "moderate", title: "It is slow", vulnerable_versions: "<2" };

afterEach(() => vi.unstubAllEnvs());

async function audit(advisories: Parameters<typeof simulatedRegistry>[0]) {
  const registry = await simulatedRegistry(advisories);
  vi.stubEnv("npm_config_registry", registry.url);
  return { registry, result: await scan(gate, files) };
}

test("a grave vulnerability of what is shipped fails, everything else is a note", async () => {
  const { result } = await audit({ shipped: [grave, light], tool: [grave] });
  expect(result.outcome).toBe("failed");
  expect(shortly(result)).toEqual(["packages/vulnerable package-lock.json shipped"]);
  expect(result.diagnostics[0]?.message).toContain("(critical): Anybody can do anything");
  expect(result.notes?.map(({ severity, message }) => [severity, message])).toEqual([
    ["warning", expect.stringContaining("shipped <2 has a known vulnerability (moderate)")],
    ["warning", expect.stringContaining("Only development needs it.")],
  ]);
});

test("what the registry says does not change the result of an app without grave ones", async () => {
  const silent = await audit("silent");
  const quiet = await audit({});
  const noisy = await audit({ tool: [light] });
  const kept = [silent, quiet, noisy].map(({ result: { outcome, summary, diagnostics } }) => ({
    outcome,
    summary,
    diagnostics,
  }));
  expect(new Set(kept.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(kept[0]).toMatchObject({ outcome: "passed", diagnostics: [] });
  expect(quiet.result.notes).toBeUndefined();
  expect(quiet.registry.asked.length).toBeGreaterThan(0);
  expect(silent.result.notes).toMatchObject([
    { code: "packages/audit-unavailable", severity: "info" },
  ]);
  expect(JSON.stringify(silent.result)).not.toContain("127.0.0.1");
});

test("a build tells of a grave vulnerability and goes on", async () => {
  const registry = await simulatedRegistry({ shipped: [grave] });
  vi.stubEnv("npm_config_registry", registry.url);
  const telling = createProjectPackagesGate(new CodeIndexReader(), {
    asksRegistry: true,
    failsOnVulnerable: false,
  });
  expect(await scan(telling, files)).toMatchObject({
    outcome: "passed",
    diagnostics: [],
    notes: [{ code: "packages/vulnerable", severity: "warning" }],
  });
});

test("nobody is asked when that is switched off", async () => {
  const registry = await simulatedRegistry({ shipped: [grave] });
  vi.stubEnv("npm_config_registry", registry.url);
  const quiet = createProjectPackagesGate(new CodeIndexReader(), { asksRegistry: false });
  expect(await scan(quiet, files)).toMatchObject({ outcome: "passed", diagnostics: [] });
  expect(registry.asked).toEqual([]);
});
