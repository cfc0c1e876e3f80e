import { expect, test } from "vitest";
import { planSchema } from "../../src/spec/plan.ts";
import { feature, writeCatalog } from "../support/catalog-folder.ts";
import { runCommand } from "../support/run-command.ts";

const templates = await writeCatalog({
  "base/blueprint.yaml": "id: shell\ntitle: Shell\nsummary: All.\nbase: true\nfiles: [a.txt]\n",
  "base/files/a.txt": "a",
  ...feature("cages", "aliases: [cage]\n"),
  ...feature(
    "animals",
    [
      "aliases: [animal, beast]",
      "requires: [cages]",
      "parameters: { most: { kind: integer, title: Longest name in characters, default: 12, min: 1, max: 20 } }",
      "entities: [{ name: animal, table: animals, title: Animal, access: { select: everyone } }]",
      "",
    ].join("\n"),
  ),
  ...feature("visits", "aliases: [visit, ticket]\nrequires: [animals]\n"),
  ...feature("shops", "aliases: [shop]\n"),
  "archetypes.yaml":
    "archetypes:\n  - { id: zoo, title: Zoo, aliases: [zoo], appName: Arca, features: [animals, visits, shops] }\n",
});

const request =
  "a zoo without tickets for very small families who travel a great deal, names of 9 characters";

test("a plan reads well, within 80 columns", async () => {
  const { stdout, stderr, exitCode } = await runCommand([
    "plan",
    request,
    "--templates",
    templates,
  ]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n").filter((line) => !line.startsWith("Build it with:"));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).toMatchInlineSnapshot(`
    "
    Arca  4 features, 1 phase, 7 files, 1 table

    Features
      Shops    archetype "Zoo"
      Cages    needed by Animals
      Animals  archetype "Zoo"

    Limits
      Animals  Longest name in characters: 9 (else 12)

    Left out
      visits  without tickets

    Phases
      1  Shops, cages and animals                                            7 files
         Shell, Shops, Cages, Animals
         table animals

    Assumptions
      The app is named "Arca"; add: called "<name>" to choose another name.

    Not understood, and not built
      families, travel, deal, names

    Build it with: megamind build "a zoo without tickets for very small families who travel a great deal, names of 9 characters"
    "
  `);
});

test("--json prints the plan and nothing else", async () => {
  const { stdout, stderr } = await runCommand([
    "plan",
    request,
    "--json",
    "--templates",
    templates,
  ]);
  expect(stderr).toBe("");
  const plan = planSchema.parse(JSON.parse(stdout));
  expect(plan.brief.excluded).toEqual([{ id: "visits", evidence: "without tickets" }]);
  expect(plan.features.map(({ id }) => id)).toEqual(["shell", "shops", "cages", "animals"]);
  expect(plan.totals).toEqual({ features: 4, phases: 1, files: 7, entities: 1 });
});

test("the same request prints the same bytes", async () => {
  const args = ["plan", request, "--json", "--templates", templates];
  expect((await runCommand(args)).stdout).toBe((await runCommand(args)).stdout);
});

test.each([
  ["", "The request is empty"],
  ["qwertz", '"qwertz" is not known'],
  ["aminals", '"aminals": did you mean "animals"?'],
])("%j ends with 2 and says what can be built", async (text, says) => {
  const { stdout, stderr, exitCode } = await runCommand(["plan", text, "--templates", templates]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(says);
  expect(stderr).toContain('Try: megamind plan "Zoo"');
});

test.each([
  ["mermaid", "flowchart TD"],
  ["dot", "digraph features {"],
  ["json", '{\n  "nodes": ['],
])("graph --format %s", async (format, start) => {
  const { stdout } = await runCommand([
    "graph",
    "zoo",
    "--format",
    format,
    "--templates",
    templates,
  ]);
  expect(stdout.startsWith(start)).toBe(true);
  expect(stdout.endsWith("\n\n")).toBe(false);
});

test("a graph in an unknown format names the known ones", async () => {
  const { stderr, exitCode } = await runCommand(["graph", "zoo", "--format", "png"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("mermaid, dot, json");
});

test("flags can be set by environment variables; empty ones and an off switch count as not set", async () => {
  const env = { MEGAMIND_TEMPLATES: templates };
  const json = await runCommand(["plan", "zoo"], { ...env, MEGAMIND_JSON: "1" });
  expect(json.stdout.startsWith("{")).toBe(true);
  const text = await runCommand(["plan", "zoo"], { ...env, MEGAMIND_JSON: "false" });
  expect(text.stdout).toContain("Arca");
  const dot = await runCommand(["graph", "zoo"], { ...env, MEGAMIND_FORMAT: "dot" });
  expect(dot.stdout).toContain("digraph");
  const empty = await runCommand(["graph", "zoo", "--templates", templates], {
    MEGAMIND_FORMAT: "",
  });
  expect(empty.stdout).toContain("flowchart");
});
