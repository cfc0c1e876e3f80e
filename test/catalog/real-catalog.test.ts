import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/load-catalog.ts";
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
    for (const request of [title, ...(archetype?.aliases ?? [])]) {
      const plan = planRequest(request, catalog);
      const wanted = plan.features.filter(({ source }) => source === "request");
      expect(wanted.map((feature) => feature.id).toSorted(), request).toEqual(
        archetype?.features.toSorted(),
      );
      expect(plan.brief.notUnderstood, request).toEqual([]);
    }
  },
);

test("every feature can be asked for alone, by every alias, and without each other one", () => {
  for (const { blueprint } of catalog.entries.values()) {
    if (blueprint.base) continue;
    for (const request of [blueprint.title, ...blueprint.aliases]) {
      const { brief } = planRequest(request, catalog);
      expect(
        brief.features.map(({ id }) => id),
        request,
      ).toEqual([blueprint.id]);
    }
  }
});

test("leaving a feature out of everything leaves nothing that requires it", () => {
  const features = [...catalog.entries.values()].filter(
    ({ blueprint }) => blueprint.aliases.length > 0,
  );
  const everything = features.map(({ blueprint }) => blueprint.title).join(", ");
  for (const { blueprint } of features) {
    const request = `${everything}; but no ${blueprint.title}`;
    try {
      const plan = planRequest(request, catalog);
      expect(plan.features.map(({ id }) => id)).not.toContain(blueprint.id);
      for (const phase of plan.phases) expect(phase.files).toBeLessThanOrEqual(20);
    } catch (error) {
      expect(String(error)).toContain("Nothing is left to build");
    }
  }
});

test("template files can be read", async () => {
  for (const entry of catalog.entries.values()) {
    expect((await readTemplateFiles(entry)).size, entry.blueprint.id).toBeGreaterThan(0);
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
      expect(exitCode, `${line}\n${stderr}`).toBe(0);
    }
  }
});
