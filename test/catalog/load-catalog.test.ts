import { expect, test } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { loadCatalog, loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { feature, loadCatalogOf, noArchetypes } from "../support/catalog-folder.ts";

test("a sound catalog has its entries in order of ids, with defaults bound", async () => {
  const { catalog, diagnostics } = await loadCatalogOf({
    ...noArchetypes,
    "base/blueprint.yaml": "id: shell\ntitle: Shell\nsummary: All.\nbase: true\nfiles: [a.txt]\n",
    "base/files/a.txt": "a",
    ...feature("zoo"),
    ...feature(
      "barn",
      [
        "requires: [zoo]",
        "parameters:",
        "  most: { kind: integer, title: Most animals, default: 12, min: 1, max: 20 }",
        'acceptance: [{ check: "At most ${most} animals live here", gates: [smoke] }]',
        "",
      ].join("\n"),
    ),
  });
  expect(diagnostics).toEqual([]);
  expect([...catalog.entries.keys()]).toEqual(["barn", "shell", "zoo"]);
  const barn = catalog.entries.get("barn");
  expect(barn?.blueprint.acceptance).toEqual([
    { check: "At most 12 animals live here", gates: ["smoke"] },
  ]);
  expect(barn?.blueprintFile).toBe("features/barn/blueprint.yaml");
  expect(barn?.folder.startsWith(catalog.folder)).toBe(true);
});

test("a broken blueprint is left out and the others stay", async () => {
  const { catalog, diagnostics } = await loadCatalogOf({
    ...noArchetypes,
    ...feature("barn"),
    "features/zoo/blueprint.yaml": "id: zoo\n",
  });
  expect([...catalog.entries.keys()]).toEqual(["barn"]);
  expect(diagnostics.length).toBeGreaterThan(0);
});

test("loading a sound catalog throws all findings of a broken one", async () => {
  const { catalog } = await loadCatalogOf({
    ...noArchetypes,
    ...feature("zoo", "requires: [sky]\n"),
  });
  const failure = await loadSoundCatalog(catalog.folder).catch((error: unknown) => error);
  if (!(failure instanceof InputError)) throw new Error("expected an InputError");
  expect(failure.diagnostics.map(({ code }) => code)).toEqual(["catalog-unknown-feature"]);
  expect(failure.nextSteps.length).toBeGreaterThan(0);
});

test("a folder that is not there is named", async () => {
  await expect(loadCatalog("/nowhere/at/all")).rejects.toThrow("/nowhere/at/all");
});
