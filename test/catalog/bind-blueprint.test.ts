import fc from "fast-check";
import { expect, test } from "vitest";
import { bindBlueprint } from "../../src/catalog/bind-blueprint.ts";
import { substitute } from "../../src/catalog/substitute.ts";
import { InputError } from "../../src/core/errors.ts";
import { feature, loadCatalogOf, noArchetypes } from "../support/catalog-folder.ts";

const { catalog } = await loadCatalogOf({
  ...noArchetypes,
  ...feature(
    "zoo",
    [
      "parameters:",
      "  most: { kind: integer, title: Most animals, default: 12, min: 1, max: 20 }",
      "  megabytes: { kind: integer, title: Size in megabytes, default: 5, min: 1, max: 9 }",
      "storage:",
      '  - { name: photos, public: true, maxBytes: "${megabytes}000000", mimeTypes: [image/png] }',
      "navigation:",
      "  - { to: /zoo, label: 'Up to ${most}', icon: House, order: '${most}' }",
      "slots: [{ name: app.navigation, file: src/zoo.ts, kind: list }]",
      "",
    ].join("\n"),
  ),
  "features/zoo/files/src/zoo.ts": "// @slot app.navigation\n",
});

const zoo = catalog.entries.get("zoo");
if (zoo === undefined) throw new Error("the catalog of this test has no zoo");

test("a text that is only a parameter takes the value's type; inside a text it is printed", () => {
  const [item] = bindBlueprint(zoo, { most: 7 }).navigation;
  expect(item).toMatchObject({ label: "Up to 7", order: 7 });
});

test("a parameter with zeros behind it is a number", () => {
  expect(bindBlueprint(zoo, { megabytes: 3 }).storage[0]?.maxBytes).toBe(3_000_000);
});

test("parameters that are not chosen keep their defaults", () => {
  expect(bindBlueprint(zoo, {})).toEqual(zoo.blueprint);
});

test.each([
  ["out of range", { most: 21 }, '"Most animals" is 21; allowed are whole numbers from 1 to 20.'],
  ["not whole", { most: 1.5 }, "1.5"],
  ["of another kind", { most: "many" }, '"many"'],
  ["unknown", { least: 1 }, 'no parameter "least"; it has "most", "megabytes".'],
])("a value that is %s is refused", (_, values, says) => {
  const error = refusalOf(() => bindBlueprint(zoo, values));
  expect(error.diagnostics[0]?.message).toContain(says);
});

function refusalOf(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("what has no placeholder comes back as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes("${"));
      expect(substitute(value, { most: 1 })).toEqual({ value, unknown: [] });
    }),
  );
});
