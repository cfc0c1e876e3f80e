import { expect, test } from "vitest";
import { readTemplateFiles } from "../../src/catalog/read-template-files.ts";
import { feature, loadCatalogOf, noArchetypes } from "../support/catalog-folder.ts";

test("listed files are read in path order: text as text, media as bytes", async () => {
  const { catalog } = await loadCatalogOf({
    ...noArchetypes,
    ...feature("barn"),
    "features/zoo/blueprint.yaml":
      "id: zoo\ntitle: Z\nsummary: Z\nfiles: [src/b.tsx, .gitignore, public/a.mp4]\njoins: [{ with: [barn], files: [src/a.sql] }]\n",
    "features/zoo/files/src/b.tsx": "é",
    "features/zoo/files/gitignore": "dist",
    "features/zoo/files/public/a.mp4": "\u0001",
    "features/zoo/files/src/a.sql": "select 1;",
  });
  const zoo = catalog.entries.get("zoo");
  if (zoo === undefined) throw new Error("the catalog of this test has no zoo");
  expect([...(await readTemplateFiles(zoo))]).toEqual([
    [".gitignore", "dist"],
    ["public/a.mp4", new Uint8Array([1])],
    ["src/a.sql", "select 1;"],
    ["src/b.tsx", "é"],
  ]);
});
