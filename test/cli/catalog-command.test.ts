import { expect, test } from "vitest";
import { feature, noArchetypes, writeCatalog } from "../support/catalog-folder.ts";
import { runCommand } from "../support/run-command.ts";

const sound = await writeCatalog({
  ...feature("cages", "aliases: [pen]\n"),
  ...feature(
    "animals",
    "aliases: [pen]\nrequires: [cages]\nentities: [{ name: animal, table: animals, title: Animal, access: { select: everyone } }]\n",
  ),
  "archetypes.yaml":
    "archetypes:\n  - { id: zoo, title: Zoo, aliases: [zoo], appName: Arca, features: [animals] }\n",
});

test("the list has apps and features; warnings go to stderr", async () => {
  const { stdout, stderr, exitCode } = await runCommand(["catalog", "--templates", sound]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("  zoo  Zoo: animals");
  expect(stdout).toContain("  cages    About cages.");
  expect(stderr).toContain("warning features/cages/blueprint.yaml:5:11");
});

test.each([
  ["animals", "animals\n    select everyone; insert nobody; update nobody; delete nobody"],
  ["zoo", "Features\n  animals"],
])("%s is shown", async (id, says) => {
  const { stdout } = await runCommand(["catalog", id, "--templates", sound]);
  expect(stdout.replace("    \n", "")).toContain(says);
});

test("--json prints blueprints and archetypes", async () => {
  const { stdout } = await runCommand(["catalog", "--json", "--templates", sound]);
  const { features, archetypes } = JSON.parse(stdout);
  expect(features.map(({ id }: { id: string }) => id)).toEqual(["animals", "cages"]);
  expect(archetypes[0].id).toBe("zoo");
});

test("an unknown id has its nearest spelling", async () => {
  const { stderr, exitCode } = await runCommand(["catalog", "aminals", "--templates", sound]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('The nearest is "animals".');
});

test.each(["catalog", "plan", "graph"])(
  "%s ends with 2 on a broken blueprint, with file and line",
  async (command) => {
    const broken = await writeCatalog({
      ...noArchetypes,
      ...feature("zoo", "requires:\n  - moon\n"),
    });
    const args = command === "catalog" ? [command] : [command, "zoo"];
    const { stdout, stderr, exitCode } = await runCommand([...args, "--templates", broken]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("features/zoo/blueprint.yaml:6:5");
    expect(stderr).toContain('No feature has the id "moon".');
  },
);
