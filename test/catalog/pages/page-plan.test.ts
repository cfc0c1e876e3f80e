import { join } from "node:path";
import { expect, test } from "vitest";
import { checkDesigned } from "../../../src/catalog/check-designed.ts";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { pagePlan } from "../../../src/catalog/pages/page-plan.ts";
import { withPages } from "../../../src/catalog/pages/with-pages.ts";
import { withDesigned } from "../../../src/catalog/with-designed.ts";
import { blueprintSchema } from "../../../src/spec/blueprint.ts";
import { plantsFeature } from "../../generate/entity-pages/designed-plants.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));

interface Rough {
  readonly name: string;
  readonly table?: string;
  readonly title?: string;
  readonly fields?: readonly unknown[];
  readonly references?: readonly unknown[];
  readonly key?: readonly string[];
  readonly owner?: string;
  readonly access?: unknown;
}

const own = { select: "owner", insert: "owner", update: "owner", delete: "owner" };
const owner = { field: "owner_id", to: "profile" };

function design(entities: readonly Rough[], more: object = {}) {
  return blueprintSchema.parse({
    id: "things",
    title: "Things",
    summary: "Things.",
    files: ["src/features/things/api.ts"],
    entities: entities.map(({ name, ...rest }) => ({
      name,
      table: `${name}s`,
      title: name,
      references: [owner],
      owner: "owner_id",
      access: own,
      ...rest,
    })),
    ...more,
  });
}

function planned(entities: readonly Rough[]) {
  return pagePlan(design(entities));
}

test("rows that go with their parent are parts of it; rows that only name another one are not", () => {
  const { pages } = planned([
    { name: "box" },
    { name: "coin", references: [owner, { field: "box_id", to: "box" }] },
    { name: "map", references: [owner, { field: "box_id", to: "box", onDelete: "restrict" }] },
    { name: "note", references: [owner, { field: "box_id", to: "box", required: false }] },
  ]);
  expect(pages.map(({ paths }) => [paths.list, paths.create])).toEqual([
    ["/boxs", "/boxs/new"],
    [null, "/boxs/:id/coins/new"],
    ["/maps", "/maps/new"],
    ["/notes", "/notes/new"],
  ]);
});

test("an entity whose key is a row and the acting user is a control on the row's page", () => {
  const { pages, toggles, unseen } = planned([
    { name: "box" },
    {
      name: "star",
      references: [owner, { field: "box_id", to: "box" }],
      key: ["box_id", "owner_id"],
    },
    { name: "secret", access: { insert: "owner" } },
  ]);
  expect(pages.map(({ entity }) => entity.name)).toEqual(["box"]);
  expect(toggles).toMatchObject([
    { component: "StarToggle", parent: { field: "box_id", entity: "box" }, userField: "owner_id" },
  ]);
  expect(unseen).toEqual(["secret"]);
});

test.each([
  ["everyone", "public"],
  ["owner", "own"],
  ["signed-in", "signed-in"],
  [{ anyOf: ["owner", "everyone"] }, "public"],
  [{ when: { field: "open", is: true }, rule: "everyone" }, "public"],
  [{ allOf: ["everyone", "owner"] }, "signed-in"],
])("rows to read by %j are for: %s", (select, audience) => {
  const [page] = planned([{ name: "box", access: { ...own, select } }]).pages;
  expect(page?.audience).toBe(audience);
});

test("parts are for those who may read their parent", () => {
  const part = {
    name: "coin",
    references: [owner, { field: "box_id", to: "box" }],
    access: { ...own, select: { through: "box_id" } },
  };
  const audienceOf = (select: string) =>
    planned([{ name: "box", access: { ...own, select } }, part]).pages[1]?.audience;
  expect(audienceOf("everyone")).toBe("public");
  expect(audienceOf("owner")).toBe("own");
  expect(audienceOf("signed-in")).toBe("signed-in");
});

test("what nobody may do has no page", () => {
  const blueprint = design([{ name: "box", access: { select: "everyone" } }]);
  const { routes, files } = withDesigned(catalog, [blueprint]).entries.get("things")?.blueprint ?? {
    routes: [],
    files: [],
  };
  expect(routes.map(({ path, slot }) => `${path} ${slot}`)).toEqual([
    "/boxs app.routes",
    "/boxs/:id app.routes",
  ]);
  expect(files.filter((path) => path.includes("form"))).toEqual([]);
});

test("there is no form for rows that no form can fill in", () => {
  const fields = [{ name: "shape", type: "json", shape: { a: { type: "text" } } }];
  const [page] = planned([{ name: "box", fields }]).pages;
  expect(page).toMatchObject({ canInsert: false, components: { create: null } });
});

test("names come from table and title, and leave those alone that code has already", () => {
  const { pages } = planned([
    { name: "plant_photo", table: "plant_photos", title: "Photo" },
    { name: "link", title: "Link" },
    { name: "class", table: "classes", title: "Class" },
  ]);
  expect(pages.map(({ type, variable, labels }) => [type, variable, labels.many])).toEqual([
    ["PlantPhoto", "plantPhoto", "Photos"],
    ["LinkRow", "link", "Links"],
    ["Class", "classRow", "Classes"],
  ]);
});

test("a designed feature is sound in the catalog, and doing it twice changes nothing", () => {
  if (catalog.pages === null) throw new Error("The catalog has no pages.");
  const once = withPages(plantsFeature, catalog.pages);
  expect(checkDesigned([plantsFeature], catalog)).toEqual([]);
  expect(withPages(once, catalog.pages)).toEqual(once);
  expect(once.requires).toEqual(["auth", "profiles", "record-pages", "record-pictures"]);
  expect(once.navigation).toMatchObject([{ to: "/plants", label: "Plants", icon: "Sprout" }]);
});

test("the label and icon of a design stay", () => {
  const item = { to: "/boxs", label: "My boxes", icon: "Gift", order: 7 };
  const entry = withDesigned(catalog, [design([{ name: "box" }], { navigation: [item] })]);
  expect(entry.entries.get("things")?.blueprint.navigation).toEqual([item]);
});

test("a table that the catalog serves already is a finding", () => {
  const taken = design([{ name: "upload", table: "upload" }]);
  expect(checkDesigned([taken], catalog)).toMatchObject([{ code: "catalog-duplicate-route" }]);
});

test("sample rows of a feature are made behind those of the designed features that it needs", () => {
  const boxes = { ...design([{ name: "box" }]), id: "zz-boxes" };
  const coins = { ...design([{ name: "coin" }]), id: "coins", requires: ["zz-boxes"] };
  const { entries } = withDesigned(catalog, [coins, boxes]);
  const orderOf = (id: string) => entries.get(id)?.blueprint.contributes.map(({ order }) => order);
  expect(orderOf("zz-boxes")).toEqual([70, 70]);
  expect(orderOf("coins")).toEqual([71, 71]);
  expect([...entries.keys()]).toEqual([...entries.keys()].toSorted());
});
