import { expect, test } from "vitest";
import { feature, loadCatalogOf, noArchetypes } from "../../support/catalog-folder.ts";

const zoo = feature(
  "zoo",
  `slots:
  - { name: zoo.routes, file: src/zoo.ts, kind: list }
  - { name: zoo.calls, file: src/zoo.ts, kind: call }
entities:
  - name: keeper
    table: keepers
    title: Keeper
    fields: [{ name: nick, type: text, max: 9 }]
    access: { select: everyone }
`,
);

const settings = {
  requires: "[zoo]",
  publicRoutes: "zoo.routes",
  journey: "zoo.calls",
  order: "nick",
  orders: "{ navigation: 1, seeds: 1, journey: 1 }",
};

const samples = `people: [ada]
nouns: {}
texts: {}
numbers: {}
names: [name]
kinds: [Big]
notes: [Well]
formats: { email: [a@example.com], url: ["https://example.com"], slug: [a], currency: [EUR] }
ahead: [until]
pictures: [AAAA]
`;

async function findings(changes: Partial<typeof settings>) {
  const { requires, publicRoutes, journey, order, orders } = { ...settings, ...changes };
  const { catalog, diagnostics } = await loadCatalogOf({
    ...zoo,
    ...noArchetypes,
    "features/zoo/files/src/zoo.ts":
      "export const zoo = [\n  // @slot zoo.routes\n];\nexport async function call() {\n  // @slot zoo.calls\n}\n",
    "pages/samples.yaml": samples,
    "pages/pages.yaml": `requires: ${requires}
slots:
  publicRoutes: ${publicRoutes}
  signedInRoutes: zoo.routes
  seeds: zoo.calls
  journey: ${journey}
orders: ${orders}
people: { entity: keeper, columns: "id, nick", order: ${order} }
icons: { default: House, words: {} }
pictureRequires: [zoo]
toggles: { default: { icon: House }, known: [] }
`,
  });
  const own = diagnostics.filter(({ subject }) => subject.file === "pages/pages.yaml");
  return {
    catalog,
    lines: own.map(({ code, subject, message }) => `${code} :${subject.line} ${message}`),
  };
}

test.each([
  [
    "a feature that is not there",
    { requires: "[zoo, farm]" },
    'catalog-unknown-feature :1 No feature has the id "farm".',
  ],
  [
    "an unknown slot",
    { publicRoutes: "zoo.paths" },
    'catalog-page-slot :3 No feature that pages require has a slot "zoo.paths".',
  ],
  [
    "a slot of another kind",
    { journey: "zoo.routes" },
    'catalog-page-slot :6 The slot "zoo.routes" is of kind list; this needs a slot of kind call.',
  ],
  [
    "an order that people do not have",
    { order: "age" },
    'catalog-page-people :8 The entity "keeper" has no field "age".',
  ],
  [
    "an order that is no number",
    { orders: "{ navigation: x, seeds: 1, journey: 1 }" },
    "catalog-schema :7",
  ],
])("%s is said with its line", async (_, changes, expected) => {
  const { lines } = await findings(changes);
  expect(lines.join("\n")).toContain(expected);
  expect(lines).toHaveLength(1);
});

test("a catalog without pages is sound", async () => {
  const { catalog, diagnostics } = await loadCatalogOf({ ...feature("zoo"), ...noArchetypes });
  expect(catalog.pages).toBeNull();
  expect(diagnostics).toEqual([]);
});
