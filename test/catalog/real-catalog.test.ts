import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/load-catalog.ts";
import { requiredClosure } from "../../src/catalog/closure.ts";
import { readTemplateFiles } from "../../src/catalog/read-template-files.ts";
import { diagnosticLines } from "../../src/cli/output/diagnostic-lines.ts";
import { planRequest } from "../../src/pipeline/plan-request.ts";
import { runCommand } from "../support/run-command.ts";

const { catalog, diagnostics } = await loadCatalog(join(import.meta.dirname, "../../templates"));

test("nothing is wrong with the catalog", () => {
  expect(diagnostics.flatMap(diagnosticLines)).toEqual([]);
});

test("every blueprint tells editors its schema", () => {
  const without = [...catalog.entries.values()].filter(({ folder }) => {
    const text = readFileSync(join(folder, "blueprint.yaml"), "utf8");
    return !/^(?:# yaml-language-server: \$schema=|\$schema: ).*schemas\/blueprint\.schema\.json$/m.test(
      text,
    );
  });
  expect(without.map(({ blueprint }) => blueprint.id)).toEqual([]);
});

test.each(catalog.archetypes.map(({ id, title }): [string, string] => [title, id]))(
  "%s is planned with all its features, by its title and by every alias",
  (title, id) => {
    const archetype = catalog.archetypes.find((each) => each.id === id);
    const requests = [title, ...(archetype?.aliases ?? [])];
    const read = requests.map((request) => {
      const { features, notUnderstood } = planRequest(request, catalog).plan.brief;
      return { request, features: features.map((feature) => feature.id), notUnderstood };
    });
    expect(read).toEqual(
      requests.map((request) => ({ request, features: archetype?.features, notUnderstood: [] })),
    );
  },
);

const askable = [...catalog.entries.values()]
  .map(({ blueprint }) => blueprint)
  .filter(({ aliases }) => aliases.length > 0);

test.each(askable.map(({ id }) => id))("%s can be asked for alone, by every alias", (id) => {
  const blueprint = catalog.entries.get(id)?.blueprint;
  const requests = [blueprint?.title ?? "", ...(blueprint?.aliases ?? [])];
  const read = requests.map((request) => ({
    request,
    features: planRequest(request, catalog).plan.brief.features.map((feature) => feature.id),
  }));
  expect(read).toEqual(requests.map((request) => ({ request, features: [id] })));
});

test.each(askable.map(({ id, title }): [string, string] => [id, title]))(
  "everything without %s has nothing that requires it, in phases of at most 20 files",
  (id, title) => {
    const others = new Set(
      [...catalog.entries.keys()].filter((other) => !requiredClosure(catalog, [other]).has(id)),
    );
    const remaining = askable.filter((blueprint) => others.has(blueprint.id));
    // Nothing stands without an account.
    if (remaining.length === 0) return;
    const everything = askable.map((blueprint) => blueprint.title).join(", ");
    const { plan } = planRequest(`${everything}; but no ${title}`, catalog);
    expect(
      plan.features.map((feature) => feature.id).filter((other) => !others.has(other)),
    ).toEqual([]);
    expect(plan.phases.filter((phase) => phase.files > 20)).toEqual([]);
  },
);

test("template files can be read", async () => {
  for (const entry of catalog.entries.values()) {
    expect((await readTemplateFiles(entry)).size).toBeGreaterThan(0);
  }
});

test("every example that a help text gives for reading commands works", async () => {
  for (const command of ["plan", "graph", "catalog"]) {
    const help = (await runCommand([command, "--help"])).stdout.split("Examples:")[1] ?? "";
    const lines = help.split("\n").filter((line) => line.trim() !== "");
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) {
      const args = [...(line.split("|")[0] ?? "").matchAll(/"([^"]*)"|(\S+)/g)].map(
        (match) => match[1] ?? match[2] ?? "",
      );
      const { exitCode, stderr } = await runCommand(args.slice(1));
      expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr: "" });
    }
  }
});
